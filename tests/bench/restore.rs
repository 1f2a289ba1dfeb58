//! Speed of restoration.
fn main() {}
