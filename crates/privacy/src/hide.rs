//! Hiding what was found: for reading (`mask`) and for good (`redact`).

use std::fmt;

use crate::find::find;
use crate::finding::{Finding, Kind, Severity};

/// What stands in place of a span. Always equally long, so that it tells nothing; long enough that no detector reads across it.
pub const MASK: &str = "█████";

/// A span and what a person wants in its place.
#[derive(Clone, PartialEq, Eq)]
pub struct Replacement {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The new text; empty to leave it out.
    pub with: String,
}

/// Shows the places, never the text.
impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masked({:?})", self.hidden)
    }
}

/// Shows the place, never the text.
impl fmt::Debug for Replacement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Replacement({}..{})", self.start, self.end)
    }
}

/// A replacement does not fit the text: outside it, inside a character, or over another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSpan {
    /// First byte of the replacement.
    pub start: usize,
    /// Byte after its last.
    pub end: usize,
}

impl fmt::Display for BadSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the span {}..{} is outside the text, inside a character, or overlaps another",
            self.start, self.end
        )
    }
}

impl std::error::Error for BadSpan {}

/// A text with personal data hidden, and where.
#[derive(Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text with [`MASK`] in place of each span.
    pub text: String,
    /// What was hidden, in order.
    pub hidden: Vec<Hidden>,
}

/// One hidden span, in characters (code points) of the masked text, as clients count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden {
    /// What it is.
    pub kind: Kind,
    /// First character of the mask.
    pub start: usize,
    /// Character after the mask.
    pub end: usize,
}

/// The text with the findings hidden. Nothing certain is left, also where hiding one thing uncovers another.
pub fn mask(text: &str, findings: &[Finding]) -> String {
    mask_spans(text, findings).text
}

/// As [`mask`], and tells where the masks stand.
pub fn mask_spans(text: &str, findings: &[Finding]) -> Masked {
    let mut pieces = hidden_in(text, findings);
    // Every round removes at least one letter or digit and adds none, so it ends.
    loop {
        let text: String = pieces.iter().map(Piece::shown).collect();
        let left: Vec<Finding> = find(&text)
            .into_iter()
            .filter(|finding| finding.severity == Severity::Certain)
            .collect();
        if left.is_empty() {
            return Masked {
                hidden: hidden(&pieces),
                text,
            };
        }
        pieces = pieces
            .into_iter()
            .scan(0, |start, piece| Some(hide_again(piece, start, &left)))
            .flatten()
            .collect();
    }
}

/// The text with each replacement made.
///
/// The caller looks for personal data again: a person may have typed some.
pub fn redact(text: &str, replacements: &[Replacement]) -> Result<String, BadSpan> {
    let mut ordered: Vec<&Replacement> = replacements.iter().collect();
    ordered.sort_by_key(|replacement| (replacement.start, replacement.end));
    let mut redacted = String::with_capacity(text.len());
    let mut done = 0;
    for replacement in ordered {
        let bad = BadSpan {
            start: replacement.start,
            end: replacement.end,
        };
        let kept = text.get(done..replacement.start).ok_or(bad)?;
        text.get(replacement.start..replacement.end).ok_or(bad)?;
        redacted.push_str(kept);
        redacted.push_str(&replacement.with);
        done = replacement.end;
    }
    redacted.push_str(text.get(done..).unwrap_or_default());
    Ok(redacted)
}

/// A part of a masked text.
#[derive(Clone)]
enum Piece {
    Kept(String),
    Hidden(Kind),
}

impl Piece {
    fn shown(&self) -> &str {
        match self {
            Self::Kept(text) => text,
            Self::Hidden(_) => MASK,
        }
    }
}

/// Findings that overlap are hidden as one; findings of another text are ignored.
fn hidden_in(text: &str, findings: &[Finding]) -> Vec<Piece> {
    let fits = |finding: &&Finding| {
        text.get(finding.start..finding.end)
            .is_some_and(|span| !span.is_empty())
    };
    let mut findings: Vec<&Finding> = findings.iter().filter(fits).collect();
    findings.sort_by_key(|finding| (finding.start, finding.end));
    let kept =
        |range: std::ops::Range<usize>| Piece::Kept(text.get(range).unwrap_or_default().to_owned());
    let (mut pieces, mut done) = (Vec::new(), 0);
    for finding in findings {
        if finding.start >= done {
            pieces.push(kept(done..finding.start));
            pieces.push(Piece::Hidden(finding.kind));
        }
        done = done.max(finding.end);
    }
    pieces.push(kept(done..text.len()));
    pieces
}

/// Hides in a piece, which starts at `start`, what was found in the whole; a finding over two pieces is cut.
fn hide_again(piece: Piece, start: &mut usize, findings: &[Finding]) -> Vec<Piece> {
    let from = *start;
    *start += piece.shown().len();
    let to = *start;
    let Piece::Kept(text) = piece else {
        return vec![piece];
    };
    let inside = findings
        .iter()
        .filter(|finding| finding.start < to && from < finding.end)
        .map(|finding| Finding {
            start: finding.start.max(from) - from,
            end: finding.end.min(to) - from,
            ..*finding
        });
    hidden_in(&text, &inside.collect::<Vec<_>>())
}

fn hidden(pieces: &[Piece]) -> Vec<Hidden> {
    let (mut hidden, mut start) = (Vec::new(), 0);
    for piece in pieces {
        let end = start + piece.shown().chars().count();
        if let Piece::Hidden(kind) = piece {
            hidden.push(Hidden {
                kind: *kind,
                start,
                end,
            });
        }
        start = end;
    }
    hidden
}
