//! Which rows of a long list are in the document: those in sight, and some more on both sides. Whole pixels in, positions
//! out; all rows are equally high.

use std::ops::Range;

/// So many rows stand ready beyond each edge: whoever scrolls by a page or walks with the keyboard sees no gap.
const SPARE: usize = 6;
/// The window moves by so many rows at once, so that not every pixel of scrolling changes the document.
const STEP: usize = 4;
/// Before anything was measured: what fits on a large screen.
pub(super) const FIRST: Range<usize> = 0..32;

/// What is known of a list on the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// How far its beginning lies above the upper edge; negative when it begins below it.
    pub(super) above: i32,
    /// How high the part is through which one sees it.
    pub(super) height: i32,
    /// How high it is as a whole.
    pub(super) whole: i32,
}

/// The rows to have in the document, of so many.
pub(super) fn rows_for(sight: Sight, count: usize) -> Range<usize> {
    let Some((first, last)) = in_sight(sight, count) else {
        return FIRST.start..FIRST.end.min(count);
    };
    let start = (first / STEP * STEP).saturating_sub(SPARE);
    let end = last.div_ceil(STEP).saturating_mul(STEP) + SPARE;
    start.min(count)..end.min(count)
}

/// The first row of which something is in sight, and the one after the last.
pub(super) fn in_sight(sight: Sight, count: usize) -> Option<(usize, usize)> {
    let (whole, rows) = (i64::from(sight.whole), i64::try_from(count).ok()?);
    if whole <= 0 || rows == 0 {
        return None;
    }
    let above = i64::from(sight.above);
    let below = above + i64::from(sight.height.max(0));
    // By the whole height: a row may be high by a part of a pixel, and ten thousand of them add up.
    let row = |pixel: i64| usize::try_from((pixel.clamp(0, whole) * rows) / whole).ok();
    let first = row(above)?.min(count.saturating_sub(1));
    let last = row(below)?.saturating_add(1).min(count);
    Some((first, last))
}

/// How far the list must lie above the upper edge so that a row is in sight, with a neighbour on each side; `None` when it
/// is already.
pub(super) fn above_for(position: usize, sight: Sight, count: usize) -> Option<i32> {
    let (whole, rows) = (i64::from(sight.whole), i64::try_from(count).ok()?);
    let position = i64::try_from(position).ok()?;
    if rows == 0 {
        return None;
    }
    let edge = |row: i64| row * whole / rows;
    let (top, bottom) = (edge(position - 1), edge(position + 2));
    let above = i64::from(sight.above);
    let wanted = if top < above {
        top
    } else if bottom > above + i64::from(sight.height) {
        bottom - i64::from(sight.height)
    } else {
        return None;
    };
    i32::try_from(wanted).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: i32 = 36;
    const COUNT: usize = 10_000;

    fn sight(above: i32) -> Sight {
        Sight {
            above,
            height: 700,
            whole: ROW * 10_000,
        }
    }

    #[test]
    fn every_row_in_sight_is_in_the_document_and_only_few_others() {
        // Steps that share no factor with the height of a row meet it at every place.
        for above in (-900..ROW * 10_000 + 900).step_by(997) {
            let rows = rows_for(sight(above), COUNT);
            let (first, last) = in_sight(sight(above), COUNT).unwrap();
            assert!(rows.start <= first && last <= rows.end, "{above}");
            assert!(rows.len() <= 40, "{above}: {}", rows.len());
            assert!(rows.end <= COUNT);
        }
    }

    #[test]
    fn heights_that_are_no_whole_pixels_do_not_add_up() {
        // 36.4 pixels each.
        let sight = Sight {
            above: 182_000,
            height: 728,
            whole: 364_000,
        };
        assert_eq!(in_sight(sight, COUNT), Some((5_000, 5_021)));
    }

    #[test]
    fn before_anything_is_measured_the_beginning_is_there() {
        let unknown = Sight {
            whole: 0,
            ..sight(0)
        };
        assert_eq!(rows_for(unknown, COUNT), FIRST);
        assert_eq!(rows_for(unknown, 3), 0..3);
        assert_eq!(rows_for(sight(0), 0), 0..0);
    }

    #[test]
    fn whoever_walks_to_a_row_sees_it_with_its_neighbours() {
        for from in (0..ROW * 9_900).step_by(9_973) {
            for position in [0, 1, 17, 4_321, COUNT - 1] {
                let above = above_for(position, sight(from), COUNT).unwrap_or(from);
                let (first, last) = in_sight(sight(above), COUNT).unwrap();
                assert!(first <= position && position < last, "{from} {position}");
                let again = above_for(position, sight(above), COUNT);
                assert_eq!(again, None, "{from} {position}: it stays");
            }
        }
        assert_eq!(above_for(0, sight(-300), COUNT), None, "nothing moves");
    }
}
