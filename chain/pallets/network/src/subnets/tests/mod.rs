//! Subnets from outside: what one costs, what it begins with, and when its alpha starts to trade.

mod register;
mod start;
