mod announce;
mod census;
mod coldkey;
mod guard;
mod hotkey;
mod limits;
mod world;
