//! What was found in a text, and what the text becomes when it is replaced. No browser in here.

use std::ops::Range;

use privacy::{Finding, Kind, Names, Severity, detect, utf16_ranges};

/// A place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    pub(super) kind: Kind,
    /// True when it would hold the signal, whoever sends it.
    pub(super) is_certain: bool,
    /// What stands there.
    pub(super) written: String,
    /// What could stand there instead.
    pub(super) proposal: String,
    /// In bytes.
    pub(super) bytes: Range<usize>,
    /// As browsers count.
    units: Range<usize>,
}

/// One change of the text, in the browser's units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) place: Range<usize>,
    pub(super) words: String,
}

/// What its writer said is no personal data, as it was written. Kept in memory only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Waived(Vec<(Kind, String)>);

impl Waived {
    pub(super) fn add(&mut self, kind: Kind, written: &str) {
        self.0.push((kind, written.to_owned()));
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    fn has(&self, kind: Kind, written: &str) -> bool {
        let mut all = self.0.iter();
        all.any(|(other, words)| *other == kind && words == written)
    }
}

/// A text and what was found in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Looked {
    text: String,
    spots: Vec<Spot>,
}

impl Looked {
    /// Looks a text over. Hints are left out: a form does not interrupt for them (`privacy::Severity`).
    pub(super) fn over(text: String, names: &Names, waived: &Waived) -> Self {
        let mut found = detect(&text, names);
        found.retain(|finding| finding.severity > Severity::Hint);
        let language = text::guess_or(&text, crate::i18n::language());
        let spot = |(finding, units): (&Finding, Range<usize>)| {
            let written = text.get(finding.start..finding.end)?;
            (!waived.has(finding.kind, written)).then(|| Spot {
                kind: finding.kind,
                is_certain: finding.severity == Severity::Certain,
                written: written.to_owned(),
                proposal: finding.replacement(&text, language),
                bytes: finding.start..finding.end,
                units,
            })
        };
        let places = utf16_ranges(&text, &found);
        let spots = found.iter().zip(places).filter_map(spot).collect();
        Self { text, spots }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Every place, in the order of the text.
    pub(super) fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// Each thing once, however often it is written, in the order of the text.
    pub(super) fn things(&self) -> Vec<&Spot> {
        let mut things: Vec<&Spot> = Vec::new();
        for spot in &self.spots {
            if !things.iter().any(|thing| thing.is_same_thing(spot)) {
                things.push(spot);
            }
        }
        things
    }

    /// What is asked about before the text is sent.
    pub(super) fn certain(&self) -> Vec<&Spot> {
        let mut things = self.things();
        things.retain(|spot| spot.is_certain);
        things
    }

    /// The changes that put proposals in the place of these, last place first: an earlier place stays where it is.
    pub(super) fn edits(&self, which: impl Fn(&Spot) -> bool) -> Vec<Edit> {
        let spots = self.spots.iter().rev().filter(|spot| which(spot));
        let edit = |spot: &Spot| Edit {
            place: spot.units.clone(),
            words: spot.proposal.clone(),
        };
        spots.map(edit).collect()
    }

    /// The text in parts: what stands between the spots, and the spots themselves.
    pub(super) fn parts(&self) -> Vec<(&str, Option<&Spot>)> {
        let mut parts = Vec::with_capacity(self.spots.len() * 2 + 1);
        let mut end = 0;
        for spot in &self.spots {
            let before = self.text.get(end..spot.bytes.start);
            parts.push((before.unwrap_or_default(), None));
            parts.push((spot.written.as_str(), Some(spot)));
            end = spot.bytes.end;
        }
        parts.push((self.text.get(end..).unwrap_or_default(), None));
        parts
    }
}

impl Spot {
    pub(super) fn is_same_thing(&self, other: &Self) -> bool {
        self.kind == other.kind && self.written == other.written
    }
}

/// Where a place of the text is after the edits, which come last place first.
pub(super) fn moved(place: usize, edits: &[Edit]) -> usize {
    edits.iter().fold(place, |place, edit| {
        let length = edit.words.encode_utf16().count();
        if place >= edit.place.end {
            place + length - edit.place.len()
        } else if place > edit.place.start {
            edit.place.start + length
        } else {
            place
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str, waived: &Waived) -> Looked {
        Looked::over(text.to_owned(), Names::shipped(), waived)
    }

    /// What the browser would make of the edits.
    fn edited(text: &str, edits: &[Edit]) -> String {
        let mut units: Vec<u16> = text.encode_utf16().collect();
        for Edit { place, words } in edits {
            units.splice(place.clone(), words.encode_utf16());
        }
        String::from_utf16(&units).unwrap()
    }

    #[test]
    fn a_name_and_a_number_are_found_and_replaced() {
        let text = "Fatima belt 👩‍👧 op 0470 12 34 56. Bel Fatima terug.";
        let looked = look(text, &Waived::default());
        let things: Vec<&str> = looked
            .things()
            .iter()
            .map(|spot| spot.written.as_str())
            .collect();
        assert_eq!(things, ["Fatima", "0470 12 34 56"]);
        assert_eq!(looked.certain().len(), 1);
        let edits = looked.edits(|spot| spot.is_certain);
        assert_eq!(
            edited(text, &edits),
            "Fatima belt 👩‍👧 op een telefoonnummer. Bel Fatima terug."
        );
        let names = looked.edits(|spot| !spot.is_certain);
        assert_eq!(names.len(), 2);
        assert!(!edited(text, &names).contains("Fatima"));
    }

    #[test]
    fn what_its_writer_waived_is_not_found_again() {
        let text = "Fatima zoekt een crèche.";
        let mut waived = Waived::default();
        waived.add(Kind::Name, "Fatima");
        assert_eq!(look(text, &waived).spots(), []);
        waived.clear();
        assert_eq!(look(text, &waived).spots().len(), 1);
    }

    #[test]
    fn the_parts_are_the_text() {
        for text in [
            "",
            "Niets bijzonders.",
            "Fatima en é\u{301}👩‍👧 Fatima",
            "Bel 0470 12 34 56",
        ] {
            let looked = look(text, &Waived::default());
            let joined: String = looked.parts().into_iter().map(|(part, _)| part).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn the_caret_stays_where_it_was_in_the_words() {
        let edits = [
            Edit {
                place: 20..26,
                words: "een vrouw".into(),
            },
            Edit {
                place: 0..6,
                words: "iemand die".into(),
            },
        ];
        // Before, inside, between, behind.
        assert_eq!(moved(0, &edits), 0);
        assert_eq!(moved(3, &edits), 10);
        assert_eq!(moved(10, &edits), 14);
        assert_eq!(moved(30, &edits), 37);
    }
}
