//! What may be set by whom ([`access`]), within what bounds ([`bounds`]), and under what names ([`wire`]).

mod access;
mod bounds;
mod mechanisms;
mod wire;
