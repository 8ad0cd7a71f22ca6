//! Texts with the names in them marked, and how well a detector does on them.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "tests and benchmark each use a part"
)]

use privacy::{Kind, Names, Severity, detect};

/// A text and where its names stand, in bytes.
#[derive(Default, Clone)]
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) names: Vec<(usize, usize)>,
}

impl Marked {
    /// Names stand between guillemets.
    pub(crate) fn parse(line: &str) -> Self {
        let (mut text, mut names, mut start) = (String::new(), Vec::new(), 0);
        for letter in line.chars() {
            match letter {
                '«' => start = text.len(),
                '»' => names.push((start, text.len())),
                _ => text.push(letter),
            }
        }
        Self { text, names }
    }
}

/// Texts written for this project, one a line: what workers in the field really type, in four languages.
pub(crate) fn own() -> Vec<Marked> {
    include_str!("texts.txt")
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(Marked::parse)
        .collect()
}

/// A text of so many characters, made of the own texts.
pub(crate) fn long(characters: usize) -> String {
    let texts = own();
    let mut long = String::new();
    for marked in texts.iter().cycle() {
        long.push_str(&marked.text);
        long.push(' ');
        if long.chars().count() >= characters {
            break;
        }
    }
    long.chars().take(characters).collect()
}

/// A token and its tags per line, PER at the end for names; sentences become lines, documents become texts.
pub(crate) fn conll(file: &str) -> Vec<Marked> {
    let mut texts = Vec::new();
    let mut marked = Marked::default();
    let mut is_inside = false;
    for line in file.lines().chain(["-DOCSTART-"]) {
        let mut columns = line.split_whitespace();
        let Some(word) = columns.next() else {
            if !marked.text.is_empty() {
                marked.text.push('\n');
            }
            is_inside = false;
            continue;
        };
        if word == "-DOCSTART-" {
            texts.push(std::mem::take(&mut marked));
            is_inside = false;
            continue;
        }
        let tag = columns.next_back().unwrap_or("O");
        let closes = matches!(word, "." | "," | ":" | ";" | "!" | "?" | ")" | "'s");
        let opens = marked.text.ends_with(['(', '\n']);
        if !marked.text.is_empty() && !closes && !opens {
            marked.text.push(' ');
        }
        let start = marked.text.len();
        marked.text.push_str(word);
        let is_name = tag.ends_with("-PER");
        match marked.names.last_mut() {
            Some(name) if is_name && is_inside && tag.starts_with('I') => {
                name.1 = marked.text.len();
            }
            _ if is_name => marked.names.push((start, marked.text.len())),
            _ => {}
        }
        is_inside = is_name;
    }
    texts.retain(|marked| !marked.text.is_empty());
    texts
}

/// A name counts as found when findings cover it, a finding as right when it touches a name; and both again for equal spans.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) gold: usize,
    covered: usize,
    findings: usize,
    right: usize,
    exact: usize,
    pub(crate) examples: Vec<(char, String, String)>,
}

/// The line of a span, for people who look at mistakes.
fn around(text: &str, span: (usize, usize)) -> String {
    let start = text[..span.0].rfind('\n').map_or(0, |place| place + 1);
    text[start..].lines().next().unwrap_or_default().to_owned()
}

impl Score {
    pub(crate) fn of(texts: &[Marked], names: &Names, at_least: Severity) -> Self {
        let mut score = Self::default();
        for marked in texts {
            let spans: Vec<(usize, usize)> = detect(&marked.text, names)
                .into_iter()
                .filter(|finding| {
                    matches!(finding.kind, Kind::Name | Kind::Initials)
                        && finding.severity >= at_least
                })
                .map(|finding| (finding.start, finding.end))
                .collect();
            let touches = |left: &(usize, usize), right: &(usize, usize)| {
                left.0 < right.1 && right.0 < left.1
            };
            score.gold += marked.names.len();
            score.findings += spans.len();
            score.exact += spans
                .iter()
                .filter(|span| marked.names.contains(span))
                .count();
            for name in &marked.names {
                let is_covered = (name.0..name.1)
                    .filter(|place| marked.text.as_bytes()[*place] != b' ')
                    .all(|place| spans.iter().any(|span| (span.0..span.1).contains(&place)));
                if is_covered {
                    score.covered += 1;
                } else {
                    score.examples.push((
                        '-',
                        marked.text[name.0..name.1].to_owned(),
                        around(&marked.text, *name),
                    ));
                }
            }
            for span in &spans {
                if marked.names.iter().any(|name| touches(name, span)) {
                    score.right += 1;
                } else {
                    score.examples.push((
                        '+',
                        marked.text[span.0..span.1].to_owned(),
                        around(&marked.text, *span),
                    ));
                }
            }
        }
        score
    }

    pub(crate) fn recall(&self) -> f64 {
        self.covered as f64 / self.gold as f64
    }

    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 / self.findings as f64
    }

    pub(crate) fn exact_recall(&self) -> f64 {
        self.exact as f64 / self.gold as f64
    }

    pub(crate) fn exact_precision(&self) -> f64 {
        self.exact as f64 / self.findings as f64
    }
}
