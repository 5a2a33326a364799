//! The nouns, one a file: their verbs, and what each does.

pub mod completions;
pub mod wallet;
