//! A validator's memory of who answered how well: a moving average a uid, forgotten when the uid changes hands.

use serde::{Deserialize, Serialize};

/// How much a new score counts unless told otherwise: `s = 0.1·new + 0.9·s` (yuma §5).
pub const ALPHA: f64 = 0.1;

/// The average of each uid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores(Vec<Entry>);

/// Of one uid.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// Whose the average is.
    #[serde(with = "hex::serde")]
    hotkey: [u8; 32],
    average: f64,
}

impl Scores {
    /// Takes over who holds which uid: who came, or took another's place, begins at zero; uids that are gone go.
    /// Returns the uids that began anew.
    pub fn sync(&mut self, hotkeys: &[[u8; 32]]) -> Vec<u16> {
        self.0.truncate(hotkeys.len());
        let mut anew = Vec::new();
        for (uid, hotkey) in (0..=u16::MAX).zip(hotkeys) {
            let fresh = Entry { hotkey: *hotkey, average: 0.0 };
            match self.0.get_mut(usize::from(uid)) {
                Some(entry) if entry.hotkey == *hotkey => continue,
                Some(entry) => *entry = fresh,
                None => self.0.push(fresh),
            }
            anew.push(uid);
        }
        anew
    }

    /// Moves the averages of those who have a new score; `alpha` from 0 to 1 is how much it counts. Uids that do not
    /// exist and scores that are no numbers change nothing: no answer may spoil an average for good.
    pub fn update(&mut self, scores: &[(u16, f64)], alpha: f64) {
        for (uid, score) in scores.iter().filter(|(_, score)| score.is_finite()) {
            if let Some(entry) = self.0.get_mut(usize::from(*uid)) {
                entry.average = alpha * score + (1.0 - alpha) * entry.average;
            }
        }
    }

    /// The averages, by uid.
    #[must_use]
    pub fn averages(&self) -> Vec<f64> {
        self.0.iter().map(|entry| entry.average).collect()
    }

    /// How many uids there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: [u8; 32] = [1; 32];
    const B: [u8; 32] = [2; 32];
    const C: [u8; 32] = [3; 32];

    fn of(hotkeys: &[[u8; 32]], scores: &[(u16, f64)]) -> Scores {
        let mut fresh = Scores::default();
        fresh.sync(hotkeys);
        fresh.update(scores, 1.0);
        fresh
    }

    #[test]
    fn average_should_move_by_alpha() {
        let mut scores = of(&[A, B], &[(0, 1.0)]);
        scores.update(&[(0, 0.0), (1, 1.0)], 0.25);
        assert_eq!(scores.averages(), [0.75, 0.25]);
    }

    #[test]
    fn average_should_begin_anew_when_hotkey_changes() {
        let mut scores = of(&[A, B], &[(0, 0.5), (1, 0.5)]);
        assert_eq!(scores.sync(&[A, C]), [1]);
        assert_eq!(scores.averages(), [0.5, 0.0]);
    }

    #[test]
    fn uids_should_come_and_go_with_the_subnet() {
        let mut scores = of(&[A], &[(0, 0.5)]);
        assert_eq!(scores.sync(&[A, B, C]), [1, 2]);
        assert_eq!(scores.averages(), [0.5, 0.0, 0.0]);
        assert!(scores.sync(&[A]).is_empty());
        assert_eq!(scores.len(), 1);
    }

    #[test]
    fn average_should_stay_when_score_is_no_number_or_of_nobody() {
        let mut scores = of(&[A], &[(0, 0.5)]);
        scores.update(&[(0, f64::NAN), (0, f64::INFINITY), (7, 1.0)], 0.5);
        assert_eq!(scores.averages(), [0.5]);
    }

    proptest! {
        #[test]
        fn average_should_stay_between_the_scores(given in prop::collection::vec(0.0..=1.0f64, 1..50), alpha in 0.0..=1.0f64) {
            let mut scores = of(&[A], &[]);
            for score in given {
                scores.update(&[(0, score)], alpha);
                prop_assert!((0.0..=1.0).contains(&scores.averages()[0]));
            }
        }
    }
}
