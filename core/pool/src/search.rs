/// The largest number from 0 to `top` for which `fits` holds, where it holds for 0 and, once it fails,
/// fails for all that are larger. At most 64 questions.
///
/// Rounding makes the exact answer differ from the closed form by as much as a whole step of the payout,
/// which is large in a small pool; asking the swap itself is exact, and no slower than a 256-bit root.
pub(crate) fn largest(top: u64, fits: impl Fn(u64) -> bool) -> u64 {
    let (mut fitting, mut remaining) = (0u64, top);
    while remaining > 0 {
        // The upper middle: 1 <= step <= remaining, so `fitting + step <= top`.
        let step = remaining / 2 + remaining % 2;
        if fits(fitting + step) {
            fitting += step;
            remaining -= step;
        } else {
            remaining = step - 1;
        }
    }
    fitting
}

#[cfg(test)]
mod tests {
    use super::largest;
    use core::cell::Cell;

    #[test]
    fn search_should_find_the_last_fitting_number() {
        for top in [0, 1, 2, 3, 10, 1_000, u64::MAX] {
            for edge in [0, 1, 2, 3, 9, 10, 999, 1_000, u64::MAX - 1, u64::MAX] {
                let asked = Cell::new(0);
                let found = largest(top, |n| {
                    asked.set(asked.get() + 1);
                    n <= edge
                });
                assert_eq!(found, top.min(edge));
                assert!(asked.get() <= 64);
            }
        }
    }
}
