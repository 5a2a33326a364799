//! lab
fn main(){}
