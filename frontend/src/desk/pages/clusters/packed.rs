//! Circles that lie close and do not cover each other.

/// A circle to place: how large, and which ones it belongs with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weight {
    /// What its area stands for.
    pub(super) size: f64,
    /// Those of one region lie together.
    pub(super) region: u32,
}

/// A placed circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Circle {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) r: f64,
}

/// Between two circles.
const GAP: f64 = 2.0;
/// Radius of a circle of size 1.
const UNIT: f64 = 7.0;
/// The spiral on which a place is looked for: steps along it, and how far it moves out in one turn.
const STEP: f64 = 2.0;
const TURN: f64 = 5.0;

/// Places circles, the largest of a region first, each as near to its region's middle as there is room. The same weights give
/// the same picture. Answers the circles in the order of the weights, and the box around them: left, top, width, height.
pub(super) fn packed(weights: &[Weight]) -> (Vec<Circle>, [f64; 4]) {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let size_of_region = |region: u32| -> f64 {
        let own = weights.iter().filter(|weight| weight.region == region);
        own.map(|weight| weight.size).sum()
    };
    order.sort_by(|one, other| {
        let (Some(one), Some(other)) = (weights.get(*one), weights.get(*other)) else {
            return std::cmp::Ordering::Equal;
        };
        size_of_region(other.region)
            .total_cmp(&size_of_region(one.region))
            .then(one.region.cmp(&other.region))
            .then(other.size.total_cmp(&one.size))
    });
    let mut placed: Vec<(usize, u32, Circle)> = Vec::with_capacity(weights.len());
    for place in order {
        let Some(weight) = weights.get(place) else {
            continue;
        };
        let r = UNIT * weight.size.max(1.0).sqrt();
        let middle = middle_of(&placed, weight.region);
        let circle = nearest_room(&placed, middle, r);
        placed.push((place, weight.region, circle));
    }
    placed.sort_by_key(|(place, ..)| *place);
    let circles: Vec<Circle> = placed.into_iter().map(|(_, _, circle)| circle).collect();
    let edge = |side: fn(&Circle) -> f64| circles.iter().map(side);
    let left = edge(|it| it.x - it.r).fold(0.0, f64::min) - GAP;
    let top = edge(|it| it.y - it.r).fold(0.0, f64::min) - GAP;
    let right = edge(|it| it.x + it.r).fold(0.0, f64::max) + GAP;
    let bottom = edge(|it| it.y + it.r).fold(0.0, f64::max) + GAP;
    (circles, [left, top, right - left, bottom - top])
}

/// The middle of a region; of one that begins, the middle of all.
fn middle_of(placed: &[(usize, u32, Circle)], region: u32) -> (f64, f64) {
    let mut area = 0.0;
    let (mut x, mut y) = (0.0, 0.0);
    for (_, _, circle) in placed.iter().filter(|(_, own, _)| *own == region) {
        let own = circle.r * circle.r;
        area += own;
        x += own * circle.x;
        y += own * circle.y;
    }
    if area > 0.0 {
        (x / area, y / area)
    } else {
        (0.0, 0.0)
    }
}

fn nearest_room(placed: &[(usize, u32, Circle)], middle: (f64, f64), r: f64) -> Circle {
    let mut angle: f64 = 0.0;
    loop {
        let out = TURN * angle / std::f64::consts::TAU;
        let circle = Circle {
            // Pictures are wider than high.
            x: middle.0 + 1.6 * out * angle.cos(),
            y: middle.1 + out * angle.sin(),
            r,
        };
        let is_free = placed.iter().all(|(_, _, other)| {
            (circle.x - other.x).hypot(circle.y - other.y) >= circle.r + other.r + GAP
        });
        if is_free {
            return circle;
        }
        angle += STEP / out.max(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(count: u32) -> Vec<Weight> {
        let weight = |number: u32| Weight {
            size: f64::from(3 + number * 7 % 23),
            region: number % 5,
        };
        (0..count).map(weight).collect()
    }

    #[test]
    fn circles_do_not_cover_each_other_and_lie_in_their_box() {
        let (circles, [left, top, width, height]) = packed(&some(60));
        assert_eq!(circles.len(), 60);
        for (place, one) in circles.iter().enumerate() {
            assert!(one.x - one.r >= left && one.x + one.r <= left + width);
            assert!(one.y - one.r >= top && one.y + one.r <= top + height);
            for other in &circles[place + 1..] {
                assert!((one.x - other.x).hypot(one.y - other.y) >= one.r + other.r);
            }
        }
    }

    #[test]
    fn the_same_weights_give_the_same_picture_and_area_stands_for_size() {
        assert_eq!(packed(&some(40)), packed(&some(40)));
        let (circles, _) = packed(&[
            Weight {
                size: 4.0,
                region: 0,
            },
            Weight {
                size: 16.0,
                region: 0,
            },
        ]);
        assert!((circles[1].r / circles[0].r - 2.0).abs() < 1e-9);
        assert_eq!(packed(&[]).0, []);
    }
}
