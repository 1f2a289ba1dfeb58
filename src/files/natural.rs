//! The order in which people list names: numbers by their worth, letters without regard to case.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares two names: "trang 2" stands before "trang 10". Names that differ are never equal.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(l), Some(r)) if l.is_ascii_digit() && r.is_ascii_digit() => {
                let (l, r) = (number(&mut left), number(&mut right));
                // Without zeros in front the longer number is the larger one.
                l.len().cmp(&r.len()).then_with(|| l.cmp(&r))
            }
            (Some(l), Some(r)) => {
                let order = l.to_lowercase().cmp(r.to_lowercase());
                left.next();
                right.next();
                order
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The digits that come next, without zeros in front.
fn number(chars: &mut Peekable<Chars<'_>>) -> String {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if digit != '0' || !digits.is_empty() {
            digits.push(digit);
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_their_worth() {
        let mut names =
            ["trang 10.png", "Trang 2.png", "trang 1.png", "trang 002.png", "bìa.png", "trang.png"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(
            names,
            ["bìa.png", "trang 1.png", "Trang 2.png", "trang 002.png", "trang 10.png", "trang.png"]
        );
        assert!(compare("99999999999999999999999", "100000000000000000000000").is_lt());
        assert!(compare("a", "a").is_eq());
        assert!(compare("01", "1").is_ne());
    }
}
