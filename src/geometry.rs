//! Pages, boxes on them, and the way back to the source.

use serde::{Deserialize, Serialize};

/// Index of a page in its scan, counted from 0. Messages and records print it from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PageIndex(pub u32);

impl PageIndex {
    /// The number people use, counted from 1.
    pub fn number(self) -> u32 {
        self.0 + 1
    }
}

/// An upright rectangle on a page.
///
/// Unit: pixels of the upright page (after rotation and deskew) at the source's own resolution, before any
/// upscaling for reading. Origin: top left. `left` and `top` are inside, `right` and `bottom` are not.
/// Invariant: `left <= right` and `top <= bottom`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
pub struct PixelBox {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl PixelBox {
    /// The rectangle between two corners, in whichever order they are given.
    pub fn new(left: u32, top: u32, right: u32, bottom: u32) -> PixelBox {
        PixelBox {
            left: left.min(right),
            top: top.min(bottom),
            right: left.max(right),
            bottom: top.max(bottom),
        }
    }

    /// First column inside.
    pub fn left(&self) -> u32 {
        self.left
    }

    /// First row inside.
    pub fn top(&self) -> u32 {
        self.top
    }

    /// First column to the right, outside.
    pub fn right(&self) -> u32 {
        self.right
    }

    /// First row below, outside.
    pub fn bottom(&self) -> u32 {
        self.bottom
    }

    /// Columns inside, in pixels.
    pub fn width(&self) -> u32 {
        self.right - self.left
    }

    /// Rows inside, in pixels.
    pub fn height(&self) -> u32 {
        self.bottom - self.top
    }

    /// Pixels inside.
    pub fn area(&self) -> u64 {
        u64::from(self.width()) * u64::from(self.height())
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(&self, other: &PixelBox) -> PixelBox {
        PixelBox {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The part that both have, or nothing when they do not overlap.
    pub fn intersection(&self, other: &PixelBox) -> Option<PixelBox> {
        let (left, top) = (self.left.max(other.left), self.top.max(other.top));
        let (right, bottom) = (self.right.min(other.right), self.bottom.min(other.bottom));
        (left < right && top < bottom).then_some(PixelBox { left, top, right, bottom })
    }

    /// Whether the middle of another box lies in this one.
    pub fn holds_middle(&self, other: &PixelBox) -> bool {
        (self.left..self.right).contains(&other.middle_x())
            && (self.top..self.bottom).contains(&other.middle_y())
    }

    /// The middle row, rounded down.
    pub fn middle_y(&self) -> u32 {
        u32::midpoint(self.top, self.bottom)
    }

    /// The middle column, rounded down.
    pub fn middle_x(&self) -> u32 {
        u32::midpoint(self.left, self.right)
    }

    /// The part inside a page of `width` × `height` pixels.
    #[must_use]
    pub fn clipped(&self, width: u32, height: u32) -> PixelBox {
        PixelBox {
            left: self.left.min(width),
            top: self.top.min(height),
            right: self.right.min(width),
            bottom: self.bottom.min(height),
        }
    }
}

impl From<[u32; 4]> for PixelBox {
    fn from([left, top, right, bottom]: [u32; 4]) -> PixelBox {
        PixelBox::new(left, top, right, bottom)
    }
}

impl From<PixelBox> for [u32; 4] {
    fn from(b: PixelBox) -> [u32; 4] {
        [b.left, b.top, b.right, b.bottom]
    }
}

/// An affine map `x' = a·x + c·y + e`, `y' = b·x + d·y + f`, kept as `[a, b, c, d, e, f]`.
///
/// Here: from pixels of the upright page to the source page, in points (PDF) or pixels (pictures).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Affine(pub [f64; 6]);

impl Affine {
    /// The map that changes nothing.
    pub const IDENTITY: Affine = Affine([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Where a point goes.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The map that leads back; `None` where everything falls onto one line.
    pub fn inverse(&self) -> Option<Affine> {
        let [a, b, c, d, e, f] = self.0;
        let size = a * d - b * c;
        let back = |x: f64, y: f64| ((d * x - c * y) / size, (a * y - b * x) / size);
        let (right, down) = (back(-e, -f), [d / size, -b / size, -c / size, a / size]);
        (size.abs() > f64::EPSILON).then_some(Affine([down[0], down[1], down[2], down[3], right.0, right.1]))
    }

    /// `self` first, then `next`.
    #[must_use]
    pub fn then(&self, next: &Affine) -> Affine {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = next.0;
        Affine([
            p * a + r * b,
            q * a + s * b,
            p * c + r * d,
            q * c + s * d,
            p * e + r * f + t,
            q * e + s * f + u,
        ])
    }
}

/// The nearest whole number of pixels, 0 for anything below.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
pub fn pixels(value: f64) -> u32 {
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_put_in_order_and_met() {
        let a = PixelBox::new(30, 40, 10, 20);
        assert_eq!(<[u32; 4]>::from(a), [10, 20, 30, 40]);
        assert_eq!(a.intersection(&PixelBox::new(20, 0, 50, 30)), Some(PixelBox::new(20, 20, 30, 30)));
        assert_eq!(a.intersection(&PixelBox::new(30, 0, 50, 30)), None);
        assert_eq!(a.union(&PixelBox::new(0, 0, 1, 1)), PixelBox::new(0, 0, 30, 40));
    }

    #[test]
    fn maps_follow_one_another() {
        let half = Affine([0.5, 0.0, 0.0, 0.5, 0.0, 0.0]);
        let shift = Affine([1.0, 0.0, 0.0, 1.0, 3.0, 4.0]);
        assert_eq!(half.then(&shift).apply(10.0, 10.0), (8.0, 9.0));
        assert_eq!(shift.then(&half).apply(10.0, 10.0), (6.5, 7.0));
        let map = Affine([0.0, 2.0, -4.0, 0.0, 3.0, 5.0]);
        assert_eq!(map.then(&map.inverse().unwrap()), Affine::IDENTITY);
        assert_eq!(map.inverse().unwrap().then(&map), Affine::IDENTITY);
        assert_eq!(Affine([1.0, 1.0, 1.0, 1.0, 0.0, 0.0]).inverse(), None);
    }
}
