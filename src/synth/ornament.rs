//! What hands and stamps leave on a page: seal, signature, arrival stamp, written figures.

use std::f32::consts::{PI, TAU};

use super::canvas::{Canvas, Ink, Point, Shape, coordinate};
use super::random::Random;
use super::source::{Arrival, Stamp, Streak};
use super::typeface::{Style, Typeface};

/// Pixels of a canvas and where millimetres are on it.
pub(super) struct Place {
    /// Pixels a millimetre.
    pub per_mm: f32,
}

impl Place {
    fn at(&self, x: f32, y: f32) -> Point {
        (x * self.per_mm, y * self.per_mm)
    }
}

fn circle(middle: Point, radius: f32) -> Vec<Point> {
    (0..=120_u8)
        .map(|i| {
            let (sin, cos) = (f32::from(i) / 120.0 * TAU).sin_cos();
            (middle.0 + radius * cos, middle.1 + radius * sin)
        })
        .collect()
}

fn star(middle: Point, radius: f32) -> Shape {
    let corners = (0..10_u8).map(|i| {
        // The inner corners of a five-pointed star are at 0.382 of its radius.
        let r = if i % 2 == 0 { radius } else { radius * 0.382 };
        let (sin, cos) = (f32::from(i) / 10.0 * TAU - PI / 2.0).sin_cos();
        (middle.0 + r * cos, middle.1 + r * sin)
    });
    Shape::polygon(corners.collect())
}

/// A round seal of 36 mm, the measure of provincial bodies, turned a little, its ink uneven.
pub(super) fn seal(
    canvas: &mut Canvas,
    place: &Place,
    (x, y): (f32, f32),
    text: &str,
    typeface: &Typeface,
    random: &mut Random,
) {
    let turn = random.between(-0.2, 0.2);
    let middle = place.at(x, y);
    let mm = place.per_mm;
    let strength = random.between(0.75, 0.9);
    for (radius, width) in [(18.0, 0.7), (16.9, 0.25), (11.6, 0.3)] {
        // A stamp is pressed harder on one side.
        let lean = random.between(0.0, TAU);
        let points = circle(middle, radius * mm);
        let widths: Vec<f32> = (0..points.len())
            .map(|i| {
                let angle = coordinate(i) / 120.0 * TAU;
                width * mm * (1.0 + 0.3 * (angle - lean).cos())
            })
            .collect();
        canvas.stroke(&points, &widths, Ink::RED, strength);
    }
    // The words run clockwise along the ring and leave its bottom to a star.
    let letter = 3.4;
    let wide = typeface.width(text, Style::Bold) * letter;
    let (baseline, room) = (12.7, 1.72 * PI * 12.7);
    let squeeze = (room / wide).min(1.6);
    let total = wide * squeeze / baseline;
    let mut angle = turn - total / 2.0;
    for c in text.chars() {
        let c = c.to_string();
        let step = typeface.width(&c, Style::Bold) * letter * squeeze / baseline;
        let (sin, cos) = (angle + step / 2.0).sin_cos();
        let shape = typeface.outline(&c, Style::Bold);
        let half = typeface.width(&c, Style::Bold) / 2.0;
        let shape = shape.map(|(u, v)| {
            let (u, v) = ((u - half) * letter * squeeze.min(1.15), v * letter - baseline);
            (middle.0 + (u * cos - v * sin) * mm, middle.1 + (u * sin + v * cos) * mm)
        });
        canvas.fill(&shape, Ink::RED, strength * random.between(0.7, 1.0));
        angle += step;
    }
    let (sin, cos) = (turn + PI).sin_cos();
    canvas.fill(
        &star((middle.0 + 14.2 * mm * sin, middle.1 - 14.2 * mm * cos), 1.8 * mm),
        Ink::RED,
        strength,
    );
    // The emblem: a star over a wreath, with a cog at its foot.
    canvas.fill(&star((middle.0, middle.1 - 2.5 * mm), 3.6 * mm), Ink::RED, strength);
    for i in 0..26_u8 {
        let angle = TAU * (0.12 + 0.76 * f32::from(i) / 25.0) - PI / 2.0;
        let (sin, cos) = angle.sin_cos();
        let from = (middle.0 + 7.0 * mm * cos, middle.1 + 7.0 * mm * sin);
        let (s, c) = (angle + 0.25).sin_cos();
        let to = (middle.0 + 9.8 * mm * c, middle.1 + 9.8 * mm * s);
        canvas.stroke(&[from, to], &[0.7 * mm, 0.2 * mm], Ink::RED, strength);
    }
    canvas.stroke(&circle((middle.0, middle.1 + 5.0 * mm), 2.3 * mm), &[0.9 * mm], Ink::RED, strength);
}

/// A curve through points, eight steps between each two.
fn smooth(points: &[Point]) -> Vec<Point> {
    let at = |i: usize| points[i.min(points.len() - 1)];
    let mut curve = Vec::new();
    for i in 0..points.len().saturating_sub(1) {
        let (a, b, c, d) = (at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
        for step in 0..8_u8 {
            let t = f32::from(step) / 8.0;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            curve.push((mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1)));
        }
    }
    curve.extend(points.last());
    curve
}

/// A curve as a pen draws it: thinner where it is fast.
fn pen(canvas: &mut Canvas, points: &[Point], width: f32, ink: Ink) {
    let curve = smooth(points);
    let widths: Vec<f32> = curve
        .windows(2)
        .map(|p| {
            let speed = (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1) / width;
            width * (1.25 - 0.35 * speed.min(1.6))
        })
        .collect();
    canvas.stroke(&curve, &widths, ink, 0.92);
}

/// A signature about 40 mm wide around a point: a loop, waves that die away, a stroke back and out.
pub(super) fn signature(
    canvas: &mut Canvas,
    place: &Place,
    (x, y): (f32, f32),
    ink: Ink,
    random: &mut Random,
) {
    let mut points = Vec::new();
    // Every hand has its own first loop, number of waves and way out.
    let (tall, waves) = (random.between(0.7, 1.5), 2 + random.below(4));
    let (rise, out) = (random.between(-1.0, 1.0), random.between(0.7, 1.2));
    let mut near = |x: f32, y: f32, by: f32| (x + random.between(-by, by), y + random.between(-by, by));
    for (u, v) in
        [(-15.0, 4.0), (-12.0, -7.0), (-8.0, -9.0), (-9.0, 0.0), (-14.0, 7.0), (-17.0, 3.0), (-8.0, 0.0)]
    {
        points.push(near(u, v * tall, 1.8));
    }
    let mut u = -5.0;
    for i in 0..waves {
        let height = 5.0 * tall * (1.0 - 0.18 * coordinate(i));
        points.push(near(u, -height, 1.2));
        points.push(near(u + 1.6, 1.5, 0.8));
        u += 14.0 / coordinate(waves);
    }
    for (u, v) in [(14.0, -3.0), (22.0, -9.0), (10.0, 3.0), (-6.0, 6.0), (6.0, 4.5), (27.0, -5.0)] {
        points.push(near(u * out, v + rise * u * 0.2, 2.0));
    }
    let points: Vec<Point> = points.into_iter().map(|(u, v)| place.at(x + u, y + v)).collect();
    pen(canvas, &points, 0.55 * place.per_mm, ink);
}

/// Remarks that a head of office scrawls on what comes in: lines of some 35 mm that nobody is asked to read.
pub(super) fn note(
    canvas: &mut Canvas,
    place: &Place,
    (left, top, lines): (f32, f32, u8),
    ink: Ink,
    random: &mut Random,
) {
    let rise = random.between(-0.12, -0.02);
    for line in 0..lines {
        let baseline = top + 5.0 + 7.0 * f32::from(line);
        let (mut x, end) = (left + random.between(0.0, 3.0), left + random.between(25.0, 38.0));
        while x < end {
            // A word: two to five strokes up and down, now and then a tall one or a mark above.
            let start = x;
            let mut points = Vec::new();
            for _ in 0..2 + random.below(4) {
                let tall = if random.below(4) == 0 { 5.0 } else { 2.2 };
                points.push((x, random.between(-0.4, 0.4)));
                points.push((x + 0.7, -tall * random.between(0.7, 1.1)));
                x += random.between(1.2, 2.0);
            }
            points.push((x, 0.3));
            let at = |(u, v): Point| place.at(u, baseline + v + rise * (u - left));
            let stroke: Vec<Point> = points.into_iter().map(at).collect();
            pen(canvas, &stroke, 0.4 * place.per_mm, ink);
            if random.below(2) == 0 {
                let u = random.between(start, x);
                let mark: Vec<Point> = [(u, -4.2), (u + 1.0, -5.2)].into_iter().map(at).collect();
                pen(canvas, &mark, 0.35 * place.per_mm, ink);
            }
            x += random.between(1.8, 3.0);
        }
    }
}

/// A streak of dirt on the glass from edge to edge, in pieces of some millimetres where it is broken.
pub(super) fn streak(canvas: &mut Canvas, place: &Place, streak: &Streak, random: &mut Random) {
    let height = coordinate(canvas.height());
    let at = |y: f32| (streak.left * place.per_mm + streak.lean * place.per_mm * y / height, y);
    let mut y = 0.0;
    while y < height {
        let end = (y + random.between(4.0, 18.0) * place.per_mm).min(height);
        if random.unit() >= streak.broken {
            canvas.stroke(&[at(y), at(end)], &[streak.width], Ink::BLACK, streak.strength);
        }
        y = end;
    }
}

/// A page of running handwriting between the margins: joined strokes up and down in words of all lengths, marks above them.
pub(super) fn scrawl(canvas: &mut Canvas, place: &Place, lines: u8, ink: Ink, random: &mut Random) {
    let (left, right) = (28.0, 192.0);
    let slant = random.between(0.1, 0.4);
    for line in 0..lines {
        let baseline = 26.0 + 9.5 * f32::from(line) + random.between(-0.8, 0.8);
        let rise = random.between(-0.02, 0.01);
        let mut x = left + random.between(0.0, 6.0);
        let end = right - random.between(0.0, 20.0);
        while x < end {
            let start = x;
            let mut points: Vec<Point> = Vec::new();
            for _ in 0..3 + random.below(8) {
                // Most letters are small; stems go above, tails below the line.
                let (up, down) = match random.below(6) {
                    0 => (-random.between(4.0, 6.0), 0.2),
                    1 => (-2.2, random.between(2.0, 3.6)),
                    _ => (-random.between(1.6, 2.6), random.between(-0.3, 0.3)),
                };
                let step = random.between(0.9, 2.0);
                points.push((x, down));
                points.push((x + 0.4 * step, up));
                points.push((x + 0.8 * step, up * 0.6));
                x += step;
            }
            points.push((x, random.between(-0.4, 0.4)));
            let at = |(u, v): Point| place.at(u - slant * v, baseline + v + rise * (u - left));
            let stroke: Vec<Point> = points.into_iter().map(at).collect();
            pen(canvas, &stroke, 0.42 * place.per_mm, ink);
            for _ in 0..random.below(3) {
                let u = random.between(start, x);
                let mark = [(u, -4.0 - random.unit()), (u + random.between(0.6, 1.4), -5.0)];
                let mark: Vec<Point> = mark.into_iter().map(at).collect();
                pen(canvas, &mark, 0.36 * place.per_mm, ink);
            }
            x += random.between(1.6, 4.0);
        }
    }
}

/// Strokes of a figure in a box of 1 × 1, y downward.
fn figure(c: char) -> &'static [&'static [Point]] {
    match c {
        '0' => &[&[(0.5, 0.0), (0.15, 0.35), (0.2, 0.85), (0.5, 1.0), (0.8, 0.7), (0.75, 0.2), (0.45, 0.03)]],
        '1' => &[&[(0.25, 0.3), (0.45, 0.12), (0.58, 0.0), (0.52, 0.5), (0.48, 1.0)]],
        '2' => {
            &[&[(0.15, 0.25), (0.4, 0.0), (0.75, 0.2), (0.55, 0.6), (0.12, 0.98), (0.5, 0.92), (0.88, 0.95)]]
        }
        '3' => {
            &[&[(0.2, 0.1), (0.55, 0.0), (0.72, 0.22), (0.4, 0.45), (0.75, 0.65), (0.6, 0.95), (0.15, 0.95)]]
        }
        '4' => {
            &[&[(0.5, 0.0), (0.3, 0.35), (0.1, 0.65), (0.5, 0.62), (0.9, 0.6)], &[(0.65, 0.3), (0.6, 1.0)]]
        }
        '5' => &[
            &[(0.3, 0.05), (0.22, 0.45), (0.6, 0.42), (0.78, 0.7), (0.5, 1.0), (0.12, 0.92)],
            &[(0.3, 0.05), (0.8, 0.0)],
        ],
        '6' => &[&[(0.7, 0.0), (0.3, 0.3), (0.15, 0.75), (0.45, 1.0), (0.78, 0.8), (0.5, 0.52), (0.2, 0.75)]],
        '7' => {
            &[&[(0.1, 0.08), (0.5, 0.06), (0.85, 0.03), (0.55, 0.5), (0.4, 1.0)], &[(0.3, 0.5), (0.75, 0.47)]]
        }
        '8' => &[&[
            (0.7, 0.15),
            (0.45, 0.0),
            (0.22, 0.22),
            (0.5, 0.48),
            (0.78, 0.78),
            (0.48, 1.0),
            (0.2, 0.78),
            (0.5, 0.48),
            (0.72, 0.2),
        ]],
        '9' => {
            &[&[(0.72, 0.3), (0.45, 0.48), (0.22, 0.25), (0.48, 0.0), (0.74, 0.25), (0.68, 0.65), (0.5, 1.0)]]
        }
        '/' => &[&[(0.8, -0.05), (0.45, 0.5), (0.15, 1.1)]],
        _ => &[&[(0.2, 0.55), (0.8, 0.5)]],
    }
}

/// Figures by hand, standing on a baseline; `size` is the height of a figure and `step` its width, in mm.
pub(super) fn written(
    canvas: &mut Canvas,
    place: &Place,
    text: &str,
    (x, baseline): (f32, f32),
    (size, step): (f32, f32),
    ink: Ink,
    random: &mut Random,
) {
    let slant = random.between(0.12, 0.28);
    let mut left = x;
    for c in text.chars() {
        let (tall, rise) = (size * random.between(0.92, 1.12), size * random.between(-0.05, 0.05));
        for stroke in figure(c) {
            let points: Vec<Point> = stroke
                .iter()
                .map(|(u, v)| {
                    let (u, v) = (u + random.between(-0.05, 0.05), v + random.between(-0.04, 0.04));
                    let up = (1.0 - v) * tall;
                    place.at(left + u * step * 0.95 + slant * up, baseline - rise - up)
                })
                .collect();
            pen(canvas, &points, 0.42 * place.per_mm, ink);
        }
        left += step;
    }
}

/// A stamp in a frame, red capitals: Annex I of Decree 30/2020/NĐ-CP has 30 × 8 mm for HỎA TỐC; stamps of more lines
/// are higher.
pub(super) fn stamp(
    canvas: &mut Canvas,
    place: &Place,
    stamp: &Stamp,
    typeface: &Typeface,
    random: &mut Random,
) {
    let turn = stamp.slant.map_or_else(|| random.between(-0.04, 0.04), |degrees| degrees.to_radians().tan());
    let size = 14.0 * 25.4 / 72.0;
    let wide = |line: &str| typeface.width(line, Style::Bold) * size;
    let widest = stamp.lines.iter().map(|line| wide(line)).fold(0.0, f32::max);
    let (width, height) = ((widest + 5.0).max(20.0), 2.0 + 6.0 * coordinate(stamp.lines.len()));
    let at = |u: f32, v: f32| place.at(stamp.left + u - turn * v, stamp.top + v + turn * u);
    let strength = random.between(0.75, 0.9);
    let frame: Vec<Point> = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
        .map(|(u, v)| at(u, v))
        .to_vec();
    canvas.stroke(&frame, &[0.6 * place.per_mm], Ink::RED, strength);
    for (i, line) in stamp.lines.iter().enumerate() {
        let (start, baseline) = ((width - wide(line)) / 2.0, 5.8 + 6.0 * coordinate(i));
        let shape =
            typeface.outline(line, Style::Bold).map(|(a, b)| at(start + a * size, baseline + b * size));
        canvas.fill(&shape, Ink::RED, strength);
    }
}

/// A staple that rusted: its wire, slanted as hands fix papers, and brown clouds about its two ends.
pub(super) fn staple(canvas: &mut Canvas, place: &Place, (x, y): (f32, f32), random: &mut Random) {
    let slant = random.between(-0.9, -0.5);
    // A staple of size 10 is 9 mm wide.
    let (sin, cos) = slant.sin_cos();
    let ends = [(x, y), (x + 9.0 * cos, y + 9.0 * sin)];
    for end in ends {
        for _ in 0..40 {
            let (angle, away) = (random.between(0.0, TAU), 1.8 * random.unit() * random.unit());
            let at = place.at(end.0 + away * angle.cos(), end.1 + 1.6 * away * angle.sin());
            canvas.stroke(&[at, at], &[random.between(0.4, 1.6) * place.per_mm], Ink::RUST, 0.18);
        }
    }
    canvas.stroke(&ends.map(|(x, y)| place.at(x, y)), &[0.6 * place.per_mm], Ink([70, 58, 52]), 0.9);
}

/// The stamp of the office that received the document: Annex IV of Decree 30/2020/NĐ-CP, 35 × 50 mm there,
/// drawn flatter as offices cut them: a frame of 46 × 22 mm, office, ĐẾN, number and day.
pub(super) fn arrival(
    canvas: &mut Canvas,
    place: &Place,
    stamp: &Arrival,
    (ink, hand): (Ink, Ink),
    typeface: &Typeface,
    random: &mut Random,
) {
    let (width, height) = (46.0, 22.0);
    let turn = random.between(-0.03, 0.03);
    let strength = random.between(0.8, 0.95);
    let at = |u: f32, v: f32| place.at(stamp.left + u - turn * v, stamp.top + v + turn * u);
    let mut frame = |points: &[(f32, f32)], thick: f32| {
        let points: Vec<Point> = points.iter().map(|(u, v)| at(*u, *v)).collect();
        canvas.stroke(&points, &[thick * place.per_mm], ink, strength);
    };
    frame(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)], 0.5);
    frame(&[(0.0, 6.0), (width, 6.0)], 0.3);
    // Dotted lines to write on.
    for (from, to, row) in [(23.0, 44.0, 12.6), (23.0, 44.0, 19.2)] {
        let mut u = from;
        while u < to {
            frame(&[(u, row), (u + 0.15, row)], 0.25);
            u += 0.8;
        }
    }
    let mut print = |text: &str, u: f32, v: f32, size: f32, limit: f32| {
        let wide = typeface.width(text, Style::Bold) * size;
        let size_x = if wide > limit { size * limit / wide } else { size };
        let shape = typeface.outline(text, Style::Bold).map(|(a, b)| at(u + a * size_x, v + b * size));
        canvas.fill(&shape, ink, strength);
        u + wide.min(limit)
    };
    print(&stamp.office, 1.5, 4.4, 3.6, width - 3.0);
    print("ĐẾN", 1.5, 15.5, 5.6, 12.0);
    print("Số:", 15.5, 12.4, 3.4, 8.0);
    print("Ngày:", 15.0, 19.0, 3.4, 9.0);
    let from = |u: f32, v: f32| (stamp.left + u - turn * v, stamp.top + v + turn * u);
    written(canvas, place, &stamp.number, from(26.0, 12.2), (3.4, 2.6), hand, random);
    written(canvas, place, &stamp.day, from(24.5, 18.8), (3.2, 2.3), hand, random);
}
