//! What a command has found: a table for people, JSON for programs, both on standard output.

use crate::Failure;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Something that a command found or did.
pub trait Report: Serialize {
    /// How people read it.
    fn text(&self) -> String;
}

/// Where reports go.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    json: bool,
}

impl Output {
    /// For programs (`json`), or for people.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Is it for programs?
    pub fn is_json(self) -> bool {
        self.json
    }

    /// Writes the report.
    pub fn print(self, report: &impl Report) -> Result<(), Failure> {
        let mut text = if self.json {
            serde_json::to_string(report).map_err(|error| Failure::Unexpected(error.to_string()))?
        } else {
            report.text()
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
    }

    /// What takes time, for whoever waits at a terminal.
    pub fn progress(self, words: &str) {
        if !self.json && std::io::stderr().is_terminal() {
            eprintln!("{words}");
        }
    }

    /// Words beside the data, on standard error; programs are spared them.
    pub fn say(self, words: &str) {
        if !self.json {
            eprintln!("{words}");
        }
    }
}

/// On which side a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows under a heading, as wide as their widest.
#[derive(Debug)]
pub struct Table {
    heading: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns. A name that begins with `>` is of numbers.
    pub fn new(columns: &[&str]) -> Self {
        let side = |name: &&str| match name.strip_prefix('>') {
            Some(name) => (name.to_string(), Side::Right),
            None => (name.to_string(), Side::Left),
        };
        Self { heading: columns.iter().map(side).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.iter().map(|cell| printable(cell)).collect());
    }

    /// The whole of it.
    pub fn render(&self) -> String {
        let names: Vec<String> = self.heading.iter().map(|(name, _)| name.clone()).collect();
        let mut widths: Vec<usize> = names.iter().map(|name| name.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let mut text = String::new();
        for row in std::iter::once(&names).chain(&self.rows) {
            text.push_str(&self.line(row, &widths));
            text.push('\n');
        }
        text
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for ((cell, width), (_, side)) in row.iter().zip(widths).zip(&self.heading) {
            let space = " ".repeat(width.saturating_sub(cell.width()));
            match side {
                Side::Left => line.extend([cell.as_str(), &space]),
                Side::Right => line.extend([space.as_str(), cell]),
            }
            line.push_str("  ");
        }
        line.trim_end().to_string()
    }
}

/// Names and values, one a line.
pub fn facts<const N: usize>(pairs: [(&str, String); N]) -> String {
    aligned(&pairs)
}

/// The same of as many as there are.
pub fn aligned(pairs: &[(&str, String)]) -> String {
    let width = pairs.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let line = |(name, value): &(&str, String)| {
        let space = " ".repeat(width.saturating_sub(name.width()));
        format!("{name}{space}  {}\n", printable(value))
    };
    pairs.iter().map(line).collect()
}

/// The widest that a name may be in a table.
const WIDEST_NAME: usize = 24;

/// Text that others wrote, without what would move the cursor, colour the screen or turn it around, and without letters
/// that take no room: invisible ones, and marks that pile up on others.
pub fn printable(text: &str) -> String {
    let harmful = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let shown = |letter: char| match letter {
        letter if harmful(letter) => Some('\u{fffd}'),
        letter if letter.width() == Some(0) => None,
        letter => Some(letter),
    };
    text.chars().filter_map(shown).collect()
}

/// A name for a table: a long one ends in `…`. With `--json` all of it is there.
pub fn cut(name: &str) -> String {
    let name = printable(name);
    if name.width() <= WIDEST_NAME {
        return name;
    }
    let mut room = WIDEST_NAME - 1;
    let fits = |letter: &char| match room.checked_sub(letter.width().unwrap_or(0)) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    let mut short: String = name.chars().take_while(fits).collect();
    short.push('…');
    short
}

/// How many, with the word for one or for several.
pub fn counted(count: impl Into<u64>, one: &str, several: &str) -> String {
    match count.into() {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    }
}

/// Numbers of subnets: `2, 3`, or none.
pub fn listed(numbers: &[u16]) -> String {
    match numbers {
        [] => "none".into(),
        numbers => numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// Yes or no.
pub fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_should_align_columns_when_symbols_are_wide() {
        let mut table = Table::new(&["name", ">amount"]);
        table.row(["分".into(), "1.5".into()]);
        table.row(["alpha".into(), "10.25".into()]);
        assert_eq!(table.render(), "name   amount\n分        1.5\nalpha   10.25\n");
    }

    #[test]
    fn text_of_others_should_lose_its_power_when_it_is_shown() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\n"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}");
    }

    #[test]
    fn letters_without_width_should_be_left_out_when_they_are_shown() {
        assert_eq!(printable("a\u{200b}b\u{0301}\u{0301}\u{feff}c"), "abc");
        assert_eq!(printable("分é"), "分é");
    }

    #[test]
    fn name_should_end_in_three_points_when_it_is_too_wide() {
        assert_eq!(cut(&"x".repeat(24)), "x".repeat(24));
        assert_eq!(cut(&"x".repeat(500)), format!("{}…", "x".repeat(23)));
        assert_eq!(cut(&"分".repeat(500)), format!("{}…", "分".repeat(11)));
    }

    #[test]
    fn number_should_have_the_word_for_one_when_it_is_one() {
        let weights = |count: u16| counted(count, "weight", "weights");
        assert_eq!([weights(0), weights(1), weights(2)], ["0 weights", "1 weight", "2 weights"]);
        assert_eq!([listed(&[]), listed(&[2]), listed(&[2, 3])], ["none", "2", "2, 3"]);
    }

    #[test]
    fn facts_should_stand_below_each_other_when_names_differ_in_length() {
        assert_eq!(facts([("a", "1".into()), ("long", "2".into())]), "a     1\nlong  2\n");
    }
}
