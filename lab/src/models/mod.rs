//! Worlds with people in them. Each model is a few agents around the engine, and what is measured of them; a scenario
//! file gives the numbers.

pub mod cabal;
pub mod copying;
pub mod flywheel;
pub mod market;
pub mod people;
pub mod plan;
pub mod pump;
pub mod spiral;
pub mod votes;

/// Blocks in a day, at 12 s.
pub const DAY: u64 = 7_200;

/// Agents act once in so many blocks: twenty times a day.
pub const SESSION: u64 = 360;

/// Sessions in a day.
pub const SESSIONS_A_DAY: f64 = 20.0;
