//! Words of an axon's, for those who read them in a terminal or a log.

/// Cut to so many characters, and without those that move the cursor, colour the screen, turn the text around or
/// cannot be seen: `\u{fffd}` stands for each.
pub(crate) fn readable(words: &str, most: usize) -> String {
    let shown = |letter: char| if is_harmful(letter) { '\u{fffd}' } else { letter };
    words.chars().take(most).map(shown).collect()
}

fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_should_be_harmless_and_no_longer_than_allowed() {
        assert_eq!(readable("\u{1b}[31mevil\n\u{202e}né", 100), "\u{fffd}[31mevil\u{fffd}\u{fffd}né");
        assert_eq!(readable("été 日本", 5), "été 日");
    }
}
