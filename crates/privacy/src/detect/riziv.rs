//! RIZIV/INAMI number of a care provider: six digits, two of control, three of qualification.

use super::phone::is_behind_plus_and_space;
use super::{mod_97, value};
use crate::glyphs::{Glyphs, Span};

const DIGITS: usize = 11;
/// The ways in which it is written: 1-23456-78-901, 12345678901, 12345678-901, 123456-78-901.
const SHAPES: [&[usize]; 4] = [&[1, 5, 2, 3], &[11], &[8, 3], &[6, 2, 3]];

pub(crate) fn find(glyphs: &Glyphs) -> Vec<Span> {
    let mut spans = Vec::new();
    for (first, group) in glyphs.groups().iter().enumerate() {
        if glyphs.before(group.start) == '+' || is_behind_plus_and_space(glyphs, group.start) {
            continue;
        }
        let runs = glyphs.runs(first, DIGITS, joins);
        let riziv = runs
            .iter()
            .find(|run| SHAPES.contains(&run.shape.as_slice()) && is_checked(&run.digits));
        spans.extend(riziv.map(|run| run.span));
    }
    spans
}

fn joins(between: &str) -> bool {
    matches!(between.trim(), "" | "-" | "/" | "." | "_")
}

/// The first digit is the profession; 0 is none.
fn is_checked(digits: &str) -> bool {
    let control = digits.get(..6).and_then(mod_97).map(|rest| 97 - rest);
    !digits.starts_with('0') && control.is_some() && control == value(digits.get(6..8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_is_what_is_missing_to_97() {
        // 123456 mod 97 = 72.
        assert!(is_checked("12345625901"));
        assert!(!is_checked("12345626901"));
        assert!(!is_checked("01234577901"));
    }
}
