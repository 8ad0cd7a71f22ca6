//! What a reader can work out: between which numbers each count must lie.

use super::{BASE, FEWEST_PROVIDERS, Sum};

/// Stands for "no end": more records than any table has, and far from where sums overflow.
const ENDLESS: i64 = 1 << 40;

/// From one number to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Bounds {
    /// What a published number tells by itself. A reader knows the rules: what shows has five providers, so five records.
    pub(super) fn of(shown: Option<u32>) -> Self {
        let off = i64::from(BASE) - 1;
        match shown.map(i64::from) {
            Some(number) => Self {
                low: (number - off).max(i64::from(FEWEST_PROVIDERS)),
                high: number + off,
            },
            None => Self {
                low: 0,
                high: ENDLESS,
            },
        }
    }

    pub(super) const fn width(self) -> i64 {
        self.high - self.low
    }

    /// Tighter on both sides; true when that changed something.
    fn tighten(&mut self, low: i64, high: i64) -> bool {
        let before = *self;
        self.low = self.low.max(low);
        // An end that comes from "no end" is none: chasing it would take for ever.
        if high < ENDLESS / 2 {
            self.high = self.high.min(high);
        }
        *self != before
    }
}

/// Follows every sum in both directions until nothing changes. Whole numbers that only come closer to the truth: it ends.
pub(super) fn narrow(bounds: &mut [Bounds], sums: &[Sum]) {
    let mut changed = true;
    while changed {
        changed = false;
        for sum in sums {
            changed |= narrow_by(bounds, sum);
        }
    }
}

fn narrow_by(bounds: &mut [Bounds], sum: &Sum) -> bool {
    let parts = sum.parts.iter().filter_map(|part| bounds.get(*part));
    let (low, high) = parts.fold((0, 0), |(low, high), part| {
        (low + part.low, high + part.high)
    });
    let Some(whole) = bounds.get_mut(sum.whole) else {
        return false;
    };
    let mut changed = whole.tighten(low, high);
    let whole = *whole;
    for part in &sum.parts {
        if let Some(part) = bounds.get_mut(*part) {
            let others = (low - part.low, high - part.high);
            // Bounds of the others as they were before this pass: never too tight.
            changed |= part.tighten(whole.low - others.1, whole.high - others.0);
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: i64, high: i64) -> Bounds {
        Bounds { low, high }
    }

    #[test]
    fn what_shows_has_at_least_five_records() {
        assert_eq!(Bounds::of(Some(5)), between(5, 9));
        assert_eq!(Bounds::of(Some(20)), between(16, 24));
        assert_eq!(Bounds::of(None).low, 0);
    }

    #[test]
    fn a_total_tells_of_its_parts_and_they_of_it() {
        let sums = [Sum {
            whole: 0,
            parts: vec![1, 2],
        }];
        let mut bounds = [Bounds::of(Some(30)), Bounds::of(Some(20)), Bounds::of(None)];
        narrow(&mut bounds, &sums);
        assert_eq!(bounds[2], between(2, 18));
        let mut bounds = [Bounds::of(None), Bounds::of(Some(20)), Bounds::of(Some(10))];
        narrow(&mut bounds, &sums);
        assert_eq!(bounds[0], between(22, 38));
    }

    #[test]
    fn one_sum_narrows_what_another_then_narrows() {
        // A hidden total of two shown parts bounds the hidden half of a larger whole.
        let sums = [
            Sum {
                whole: 0,
                parts: vec![1, 2],
            },
            Sum {
                whole: 1,
                parts: vec![3, 4],
            },
        ];
        let mut bounds = [
            Bounds::of(Some(40)),
            Bounds::of(None),
            Bounds::of(None),
            Bounds::of(Some(15)),
            Bounds::of(Some(10)),
        ];
        narrow(&mut bounds, &sums);
        assert_eq!(bounds[1], between(17, 33));
        assert_eq!(bounds[2], between(3, 27));
    }
}
