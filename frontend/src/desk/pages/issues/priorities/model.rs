//! What the page shows, as plain values: rows, their order, and the sentences about it.

use shared::id::IssueId;
use shared::issue::IssueSummary;
use shared::priority::{
    Flip, IssueToWeigh, IssueVersion, OrderDraft, Spread, Steadiness, Weighed, Weights,
    feasibility, flips, impact, is_by_hand, places, steadiness, total,
};

use crate::desk::words::code_words;
use crate::prelude::*;

/// One validated issue.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) issue: IssueSummary,
    pub(super) own: Vec<shared::issue::Score>,
    pub(super) scorers: u32,
    /// Nothing while its scores are hidden from this person.
    pub(super) spreads: Option<Vec<Spread>>,
    pub(super) total: Option<Weighed>,
    pub(super) impact: Option<Weighed>,
    pub(super) feasibility: Option<Weighed>,
    /// The place that follows from scores and weights.
    pub(super) calculated: Option<usize>,
    pub(super) steadiness: Option<Steadiness>,
}

impl Row {
    pub(super) fn id(&self) -> IssueId {
        self.issue.id
    }

    pub(super) fn spreads(&self) -> &[Spread] {
        self.spreads.as_deref().unwrap_or_default()
    }
}

/// The rows in calculated order; what has no place yet comes last, by number.
pub(super) fn rows(issues: &[IssueToWeigh], weights: &Weights) -> Vec<Row> {
    let spreads: Vec<Vec<Spread>> = issues
        .iter()
        .map(|issue| issue.spreads.clone().unwrap_or_default())
        .collect();
    let totals: Vec<Option<Weighed>> = spreads.iter().map(|of| total(of, weights)).collect();
    let facts = places(&totals)
        .into_iter()
        .zip(steadiness(&spreads, weights));
    let mut rows: Vec<Row> = issues
        .iter()
        .zip(spreads.iter().zip(totals))
        .zip(facts)
        .map(
            |((issue, (spreads, total)), (calculated, steadiness))| Row {
                issue: issue.issue.clone(),
                own: issue.own.clone(),
                scorers: issue.scorers,
                spreads: issue.spreads.clone(),
                total,
                impact: impact(spreads, weights),
                feasibility: feasibility(spreads),
                calculated,
                steadiness,
            },
        )
        .collect();
    // Stable: those with one place, and those with none, stay in the order of their numbers.
    rows.sort_by_key(|row| row.calculated.unwrap_or(usize::MAX));
    rows
}

/// The ids of what has a place, in the order of the rows.
pub(super) fn placed(rows: &[Row]) -> Vec<IssueId> {
    let placed = rows.iter().filter(|row| row.calculated.is_some());
    placed.map(Row::id).collect()
}

/// The rows as a person ordered them. What came meanwhile stands behind, in calculated order; what is gone is gone.
pub(super) fn by_hand(rows: &[Row], order: &[IssueId]) -> Vec<Row> {
    let mut rows = rows.to_vec();
    let place = |row: &Row| {
        let of_hand = order.iter().position(|id| *id == row.id());
        let is_placed = row.calculated.is_some();
        (!is_placed, of_hand.unwrap_or(usize::MAX))
    };
    rows.sort_by_key(place);
    rows
}

/// The order after one issue went one place up or down.
pub(super) fn moved(order: &[IssueId], id: IssueId, up: bool) -> Vec<IssueId> {
    let mut order = order.to_vec();
    let here = order.iter().position(|one| *one == id);
    let there = here.and_then(|here| {
        if up {
            here.checked_sub(1)
        } else {
            Some(here + 1)
        }
    });
    if let (Some(here), Some(there)) = (here, there)
        && there < order.len()
    {
        order.swap(here, there);
    }
    order
}

/// What is sent: everything that has a place, as it was seen.
pub(super) fn order(rows: &[Row]) -> OrderDraft {
    let seen = |row: &Row| IssueVersion {
        id: row.id(),
        version: row.issue.version,
    };
    let placed = rows.iter().filter(|row| row.calculated.is_some());
    OrderDraft {
        issues: placed.map(seen).collect(),
    }
}

/// True when the order of the rows is not the one that follows from these weights: the server will say so too.
pub(super) fn differs(rows: &[Row], weights: &Weights) -> bool {
    let placed = rows.iter().filter(|row| row.calculated.is_some());
    let totals: Vec<Option<Weighed>> = placed.map(|row| total(row.spreads(), weights)).collect();
    let calculated: Vec<usize> = places(&totals).into_iter().flatten().collect();
    is_by_hand(&calculated)
}

/// By what the table is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) by: Column,
    pub(super) reversed: bool,
}

/// A column that sorts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Column {
    #[default]
    Place,
    Number,
    Total,
    Impact,
    Feasibility,
    Scorers,
}

impl Column {
    pub(super) const ALL: [Self; 6] = [
        Self::Place,
        Self::Number,
        Self::Total,
        Self::Impact,
        Self::Feasibility,
        Self::Scorers,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Number => "number",
            Self::Total => "total",
            Self::Impact => "impact",
            Self::Feasibility => "feasibility",
            Self::Scorers => "scorers",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Place => t!(priorities.col_place),
            Self::Number => t!(priorities.col_issue),
            Self::Total => t!(priorities.col_total),
            Self::Impact => t!(priorities.col_impact),
            Self::Feasibility => t!(priorities.col_feasibility),
            Self::Scorers => t!(priorities.col_scorers),
        }
    }

    /// What people want first: the first place, the lowest number, the most points.
    const fn is_ascending(self) -> bool {
        matches!(self, Self::Place | Self::Number)
    }
}

impl Sort {
    /// As the address says it.
    pub(super) fn of(code: Option<&str>) -> Self {
        let code = code.unwrap_or_default();
        let (reversed, code) = match code.strip_prefix('-') {
            Some(code) => (true, code),
            None => (false, code),
        };
        let by = Column::ALL.into_iter().find(|column| column.code() == code);
        by.map_or_else(Self::default, |by| Self { by, reversed })
    }

    /// For the address; nothing for the usual one.
    pub(super) fn code(self) -> String {
        let sign = if self.reversed { "-" } else { "" };
        match self {
            Self {
                by: Column::Place,
                reversed: false,
            } => String::new(),
            Self { by, .. } => format!("{sign}{}", by.code()),
        }
    }

    /// After a press on a heading: that column, or the other way round.
    pub(super) fn pressed(self, by: Column) -> Self {
        Self {
            by,
            reversed: self.by == by && !self.reversed,
        }
    }

    /// For `aria-sort`.
    pub(super) fn aria(self, column: Column) -> Option<&'static str> {
        (self.by == column).then(|| {
            if column.is_ascending() == self.reversed {
                "descending"
            } else {
                "ascending"
            }
        })
    }

    /// The rows, which come in their order, sorted. What has no number there comes last either way.
    pub(super) fn sorted(self, rows: &[Row]) -> Vec<Row> {
        let mut rows = rows.to_vec();
        let number = |row: &Row| {
            let digits = row
                .issue
                .number
                .trim_start_matches(|letter: char| !letter.is_ascii_digit());
            digits.parse::<u32>().unwrap_or_default()
        };
        let is_down = self.by.is_ascending() == self.reversed;
        match self.by {
            Column::Place if self.reversed => {
                let known = rows.iter().filter(|row| row.calculated.is_some()).count();
                if let Some(known) = rows.get_mut(..known) {
                    known.reverse();
                }
            }
            Column::Place => {}
            Column::Number => rows.sort_by_key(number),
            Column::Scorers => rows.sort_by_key(|row| row.scorers),
            Column::Total => sort_by(&mut rows, is_down, |row| row.total),
            Column::Impact => sort_by(&mut rows, is_down, |row| row.impact),
            Column::Feasibility => sort_by(&mut rows, is_down, |row| row.feasibility),
        }
        if is_down && matches!(self.by, Column::Number | Column::Scorers) {
            rows.reverse();
        }
        rows
    }
}

fn sort_by(rows: &mut [Row], is_down: bool, of: impl Fn(&Row) -> Option<Weighed>) {
    rows.sort_by(|one, other| match (of(one), of(other)) {
        (Some(one), Some(other)) if is_down => other.cmp(&one),
        (Some(one), Some(other)) => one.cmp(&other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    });
}

/// "4,2": one digit is as fine as scores of a few people are.
pub(super) fn tenths(tenths: u32) -> String {
    let point = match crate::i18n::language() {
        shared::codes::Language::En => '.',
        _ => ',',
    };
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

/// The same, or a dash.
pub(super) fn shown(weighed: Option<Weighed>) -> String {
    weighed.map_or_else(|| "–".to_owned(), |weighed| tenths(weighed.tenths()))
}

/// How much the order hangs on the weights, in words.
pub(super) fn sensitivity(rows: &[Row], weights: &Weights) -> Vec<String> {
    let known: Vec<&Row> = rows.iter().filter(|row| row.calculated.is_some()).collect();
    if known.len() < 2 {
        return vec![t!(priorities.nothing_to_compare).to_owned()];
    }
    let is_steady = |row: &&&Row| {
        row.steadiness
            .is_some_and(|steady| steady.kept == steady.of)
    };
    let steady = known.iter().filter(is_steady).count();
    let holds = if steady == known.len() {
        t!(priorities.steady).to_owned()
    } else {
        t!(priorities.unsteady, count = steady, of = known.len())
    };
    let spreads: Vec<Vec<Spread>> = known.iter().map(|row| row.spreads().to_vec()).collect();
    let flip = flips(&spreads, weights).first().copied();
    let told = flip.and_then(|flip| told(&known, flip));
    vec![
        holds,
        told.unwrap_or_else(|| t!(priorities.no_flip).to_owned()),
    ]
}

fn told(known: &[&Row], flip: Flip) -> Option<String> {
    Some(t!(
        priorities.flip,
        above = known.get(flip.above)?.issue.number.clone(),
        below = known.get(flip.below)?.issue.number.clone(),
        criterion = code_words("priority_short", flip.criterion),
        from = flip.from,
        to = flip.to
    ))
}

/// How often an issue keeps its place: "100 %", or "62 % (1–3)".
pub(super) fn kept(steadiness: Steadiness) -> String {
    let Steadiness {
        best,
        worst,
        kept,
        of,
    } = steadiness;
    let share = format!("{} %", kept * 100 / of.max(1));
    if best == worst {
        share
    } else {
        format!("{share} ({best}–{worst})")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use shared::codes::WorkMode;
    use shared::issue::{PriorityCriterion, Score};
    use shared::life_cycle::IssueState;
    use shared::priority::spreads;
    use uuid::Uuid;

    use super::*;

    pub(in crate::desk::pages::issues::priorities) fn usual() -> Weights {
        Weights::usual(WorkMode::Continuous)
    }

    /// An issue, scored by one person on reach and feasibility, or hidden.
    pub(in crate::desk::pages::issues::priorities) fn issue(
        number: u128,
        scored: Option<(u8, u8)>,
    ) -> IssueToWeigh {
        let scores = scored.map(|(reach, can)| {
            [
                (PriorityCriterion::Reach, reach),
                (PriorityCriterion::Feasibility, can),
            ]
            .map(|(criterion, score)| Score { criterion, score })
        });
        IssueToWeigh {
            issue: IssueSummary {
                href: String::new(),
                id: IssueId::new(Uuid::from_u128(number)),
                authority: "linde".into(),
                number: format!("K-{number}"),
                title: format!("Knelpunt {number}"),
                state: IssueState::Validated,
                themes: Vec::new(),
                signals: 1,
                owner_name: None,
                review_on: None,
                changed_on: "2026-11-30".parse().unwrap(),
                version: 3,
            },
            own: Vec::new(),
            scorers: u32::from(scores.is_some()),
            opened: false,
            spreads: scores.map(|scores| spreads(&scores)),
        }
    }

    fn numbers(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.issue.number.as_str()).collect()
    }

    fn three() -> Vec<Row> {
        let issues = [
            issue(3, Some((2, 2))),
            issue(7, None),
            issue(9, Some((5, 5))),
            issue(12, Some((3, 5))),
        ];
        rows(&issues, &usual())
    }

    #[test]
    fn what_is_hidden_stands_last_and_has_no_place() {
        let rows = three();
        assert_eq!(numbers(&rows), ["K-9", "K-12", "K-3", "K-7"]);
        assert_eq!(rows[3].calculated, None);
        assert_eq!(order(&rows).issues.len(), 3);
    }

    #[test]
    fn a_row_moves_one_place_and_no_further_than_the_ends() {
        let rows = three();
        let calculated = placed(&rows);
        let up = moved(&calculated, rows[1].id(), true);
        assert_eq!(numbers(&by_hand(&rows, &up)), ["K-12", "K-9", "K-3", "K-7"]);
        assert_eq!(moved(&calculated, rows[0].id(), true), calculated);
        assert_eq!(moved(&calculated, rows[2].id(), false), calculated);
        assert_eq!(moved(&calculated, rows[3].id(), true), calculated);
        assert!(differs(&by_hand(&rows, &up), &usual()));
        assert!(!differs(&rows, &usual()));
    }

    #[test]
    fn an_order_by_hand_survives_that_another_issue_comes() {
        let rows = three();
        let hand = [rows[2].id(), rows[0].id()];
        assert_eq!(
            numbers(&by_hand(&rows, &hand)),
            ["K-3", "K-9", "K-12", "K-7"]
        );
    }

    #[test]
    fn every_sort_is_told_by_the_address_and_keeps_the_unscored_last() {
        for by in Column::ALL {
            for reversed in [false, true] {
                let sort = Sort { by, reversed };
                assert_eq!(Sort::of(Some(&sort.code())), sort);
            }
        }
        assert_eq!(Sort::of(Some("x")), Sort::default());
        let rows = three();
        let sorted = |code| {
            let sorted = Sort::of(Some(code)).sorted(&rows);
            numbers(&sorted).join(" ")
        };
        assert_eq!(sorted(""), "K-9 K-12 K-3 K-7");
        assert_eq!(sorted("-place"), "K-3 K-12 K-9 K-7");
        assert_eq!(sorted("number"), "K-3 K-7 K-9 K-12");
        assert_eq!(sorted("-impact"), "K-3 K-12 K-9 K-7");
        assert_eq!(sorted("feasibility"), "K-9 K-12 K-3 K-7");
        let pressed = Sort::default().pressed(Column::Total);
        assert_eq!(pressed.aria(Column::Total), Some("descending"));
        assert_eq!(
            pressed.pressed(Column::Total).aria(Column::Total),
            Some("ascending")
        );
        assert_eq!(pressed.aria(Column::Place), None);
    }

    #[test]
    fn sensitivity_is_told_in_sentences() {
        crate::i18n::use_dutch_texts();
        let far = rows(&[issue(1, Some((5, 5))), issue(2, Some((1, 1)))], &usual());
        let said = sensitivity(&far, &usual());
        assert_eq!(said[0], t!(priorities.steady));
        assert_eq!(said[1], t!(priorities.no_flip));
        let close = rows(&[issue(1, Some((5, 2))), issue(2, Some((2, 4)))], &usual());
        let said = sensitivity(&close, &usual());
        assert!(said[1].contains("K-1 en K-2"), "{said:?}");
        assert_eq!(sensitivity(&far[..1], &usual()).len(), 1);
    }

    #[test]
    fn numbers_have_one_digit_behind_the_comma() {
        crate::i18n::use_dutch_texts();
        assert_eq!(tenths(42), "4,2");
        assert_eq!(tenths(50), "5,0");
        assert_eq!(shown(None), "–");
        let steady = |best, worst, kept| Steadiness {
            best,
            worst,
            kept,
            of: 4,
        };
        assert_eq!(kept(steady(1, 1, 4)), "100 %");
        assert_eq!(kept(steady(1, 2, 3)), "75 % (1–2)");
    }
}
