//! The shadow of a text: one plain character per visible character, each with its place.

use text::{fold_letter, is_capital, is_letter, is_letter_or_digit};

/// What is read beyond either end of the text; equal to nothing a detector looks for.
const NOTHING: char = '\0';

#[derive(Debug, Clone, Copy)]
struct Glyph {
    /// Lower case without accent; every space is ' ', every dash is '-', every digit is ASCII.
    plain: char,
    is_upper: bool,
    start: usize,
    /// Where the next visible character starts, so that invisible characters are hidden along.
    end: usize,
}

/// A range of glyphs (not bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The glyphs of a text and its groups of digits.
pub(crate) struct Glyphs {
    glyphs: Vec<Glyph>,
    groups: Vec<Span>,
}

/// Neighbouring groups of digits read as one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) digits: String,
    /// How many digits each group has.
    pub(crate) shape: Vec<usize>,
    pub(crate) span: Span,
}

impl Glyphs {
    pub(crate) fn of(text: &str) -> Self {
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
        for (start, letter) in text.char_indices() {
            let end = start + letter.len_utf8();
            if !letter.is_ascii() && is_invisible(letter) {
                if let Some(last) = glyphs.last_mut() {
                    last.end = end;
                }
                continue;
            }
            glyphs.push(Glyph {
                plain: plain(letter),
                is_upper: is_capital(letter),
                start,
                end,
            });
        }
        let groups = groups(&glyphs);
        Self { glyphs, groups }
    }

    pub(crate) fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// The plain character at a place; [`NOTHING`] outside the text.
    pub(crate) fn at(&self, place: usize) -> char {
        self.glyphs.get(place).map_or(NOTHING, |glyph| glyph.plain)
    }

    /// The plain character before a place.
    pub(crate) fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or(NOTHING, |place| self.at(place))
    }

    pub(crate) fn is_upper(&self, place: usize) -> bool {
        self.glyphs.get(place).is_some_and(|glyph| glyph.is_upper)
    }

    /// The plain characters of a range.
    pub(crate) fn plain(&self, span: Span) -> String {
        (span.start..span.end).map(|place| self.at(place)).collect()
    }

    /// Bytes of the text as it was given.
    pub(crate) fn bytes(&self, span: Span) -> Option<(usize, usize)> {
        let first = self.glyphs.get(span.start)?;
        let last = self.glyphs.get(span.end.checked_sub(1)?)?;
        Some((first.start, last.end))
    }

    /// Maximal runs of digits.
    pub(crate) fn groups(&self) -> &[Span] {
        &self.groups
    }

    /// The numbers that start with group `first`: one group, two groups, … as long as `joins` accepts what stands between
    /// and there are at most `most` digits.
    pub(crate) fn runs(&self, first: usize, most: usize, joins: impl Fn(&str) -> bool) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for group in self.groups.iter().skip(first) {
            let mut run = match runs.last() {
                None => Run {
                    digits: String::new(),
                    shape: Vec::new(),
                    span: *group,
                },
                Some(run) if self.joined(run.span.end, group.start, &joins) => run.clone(),
                Some(_) => break,
            };
            run.digits.push_str(&self.plain(*group));
            if run.digits.len() > most {
                break;
            }
            run.shape.push(group.end - group.start);
            run.span.end = group.end;
            runs.push(run);
        }
        runs
    }

    fn joined(&self, end: usize, start: usize, joins: impl Fn(&str) -> bool) -> bool {
        // No separator in use is longer than " (0) " needs.
        start - end <= 3
            && joins(&self.plain(Span {
                start: end,
                end: start,
            }))
    }

    /// The words before a place, nearest first, at most `most`, not over a line break.
    pub(crate) fn words_before(&self, place: usize, most: usize) -> Vec<String> {
        let mut words = Vec::new();
        let mut end = place;
        while words.len() < most {
            while end > 0 && !is_letter_or_digit(self.before(end)) && self.before(end) != '\n' {
                end -= 1;
            }
            let mut start = end;
            while start > 0 && is_letter_or_digit(self.before(start)) {
                start -= 1;
            }
            if start == end {
                break;
            }
            words.push(self.plain(Span { start, end }));
            end = start;
        }
        words
    }

    /// The word that starts at or after a place, over spaces only.
    pub(crate) fn word_after(&self, place: usize) -> String {
        let start = (place..self.len())
            .find(|place| self.at(*place) != ' ')
            .unwrap_or(place);
        (start..self.len())
            .map(|place| self.at(place))
            .take_while(|letter| is_letter(*letter))
            .collect()
    }
}

fn groups(glyphs: &[Glyph]) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for (place, _) in glyphs
        .iter()
        .enumerate()
        .filter(|(_, glyph)| glyph.plain.is_ascii_digit())
    {
        match groups.last_mut() {
            Some(group) if group.end == place => group.end += 1,
            _ => groups.push(Span {
                start: place,
                end: place + 1,
            }),
        }
    }
    groups
}

fn plain(letter: char) -> char {
    match letter {
        ' '..='~' => letter.to_ascii_lowercase(),
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        _ if letter.is_whitespace() => ' ',
        _ => fold_letter(letter),
    }
}

/// Zero-width and direction characters, soft hyphens, variation selectors, combining accents.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{20E3}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}
