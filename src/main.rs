//! `vanthu`: see [`vanthu::cli`].

fn main() {}
