//! Cards about who speaks, about what, what becomes of it, and who is told.

use shared::indicator::{Breakdown, Figures, Part, PartKind, Returning, Share};

use super::card::{Bar, Card, MOST_BARS, Picture, Row, percent};
use super::waiting::{first_response, lead_time, none, stages};
use crate::i18n::number;
use crate::prelude::*;

/// The inbox with the signals of the period, or of one part of it.
type Inbox<'a> = dyn Fn(Option<(PartKind, &str)>) -> Option<String> + 'a;

/// What the cards need from around them.
pub(super) struct Around<'a> {
    /// Words for a part.
    pub(super) name: &'a dyn Fn(PartKind, &str) -> String,
    /// For who may read signals.
    pub(super) inbox: &'a Inbox<'a>,
    /// Where answers are written, for who may.
    pub(super) feedback: Option<String>,
}

/// Every card.
pub(super) fn cards(now: &Figures, before: &Figures, around: &Around<'_>) -> Vec<Card> {
    let all = (around.inbox)(None);
    let to_signals = |mut card: Card| {
        let link = all.clone().map(|href| (href, t!(trend.to_inbox)));
        card.links.extend(link);
        card
    };
    vec![
        to_signals(lead_time(now, before)),
        to_signals(first_response(now, before)),
        stages(now, before),
        feedback(now, before, around),
        conversion(now, before),
        who(now, before, around),
        organisations(now, before, around),
        part(now, before, around, PartKind::Theme),
        part(now, before, around, PartKind::TargetGroup),
        part(now, before, around, PartKind::Place),
        depth(now, before),
        active(now, before),
        again(now, before),
    ]
}

fn columns() -> Vec<&'static str> {
    vec![t!(indicator.column_now), t!(indicator.column_before)]
}

/// Who was told, in time, and whether it helps.
fn feedback(now: &Figures, before: &Figures, around: &Around<'_>) -> Card {
    let to_do = now.feedback.coverage.whole - now.feedback.coverage.part;
    let sentence = match now.feedback.on_time.share {
        Some(share) => t!(
            indicator.feedback_on_time,
            percent = percent(share),
            count = to_do
        ),
        None => t!(indicator.nothing).to_owned(),
    };
    let shares = [
        (
            t!(indicator.row_informed),
            now.feedback.coverage,
            before.feedback.coverage,
        ),
        (
            t!(indicator.row_on_time),
            now.feedback.on_time,
            before.feedback.on_time,
        ),
        (
            t!(indicator.row_response),
            now.feedback.response,
            before.feedback.response,
        ),
        (
            t!(indicator.row_useful),
            now.feedback.usefulness,
            before.feedback.usefulness,
        ),
    ];
    let link = around.feedback.clone();
    Card {
        title: t!(indicator.feedback),
        sentence,
        beside: None,
        meaning: t!(indicator.feedback_meaning),
        picture: bars_of(&shares),
        columns: columns(),
        rows: rows_of(&shares),
        links: link
            .map(|href| (href, t!(nav.feedback)))
            .into_iter()
            .collect(),
    }
}

/// What becomes of signals and issues.
fn conversion(now: &Figures, before: &Figures) -> Card {
    let (of, earlier) = (now.conversion, before.conversion);
    let shares = [
        (t!(indicator.row_linked), of.linked, earlier.linked),
        (t!(indicator.row_validated), of.validated, earlier.validated),
        (t!(indicator.row_acted), of.acted, earlier.acted),
        (t!(indicator.row_done), of.done, earlier.done),
    ];
    Card {
        title: t!(indicator.conversion),
        sentence: match of.linked.share {
            Some(share) => t!(indicator.conversion_linked, percent = percent(share)),
            None => t!(indicator.nothing).to_owned(),
        },
        beside: None,
        meaning: t!(indicator.conversion_meaning),
        picture: bars_of(&shares),
        columns: columns(),
        rows: rows_of(&shares),
        links: Vec::new(),
    }
}

/// Which sectors speak, and which do not.
fn who(now: &Figures, before: &Figures, around: &Around<'_>) -> Card {
    let kind = PartKind::Sector;
    let heard = now.coverage.heard;
    let mut sentence = t!(
        indicator.who_heard,
        heard = number(heard.part.into()),
        all = number(heard.whole.into())
    );
    let silent: Vec<String> = now
        .coverage
        .silent
        .iter()
        .map(|code| (around.name)(kind, code))
        .collect();
    if heard.part > 0 && !silent.is_empty() {
        sentence.push(' ');
        sentence.push_str(&nothing_from(&silent));
    }
    let mut card = parts(now, before, around, kind, t!(indicator.who), sentence);
    card.meaning = t!(indicator.who_meaning);
    let zero = |name: String| Row::new(name, [number(0), number(0), none()]);
    card.rows.extend(silent.into_iter().map(zero));
    card.beside = now
        .diversity
        .map(|all| t!(indicator.who_effective, number = tenths(all.effective)));
    let effective = |figures: &Figures| {
        figures
            .diversity
            .map_or_else(none, |all| hundredths(all.effective))
    };
    let evenness = |figures: &Figures| {
        let evenness = figures.diversity.and_then(|all| all.evenness);
        evenness.map_or_else(none, hundredths)
    };
    card.rows.extend([
        Row::new(
            t!(indicator.row_effective),
            [effective(now), none(), effective(before)],
        ),
        Row::new(
            t!(indicator.row_evenness),
            [evenness(now), none(), evenness(before)],
        ),
    ]);
    card
}

/// Sectors named in a sentence; the table has all.
const NAMED: usize = 3;

/// "Nog niets van: huisartsen, jeugdwerk, en nog 4."
fn nothing_from(silent: &[String]) -> String {
    let named = silent.iter().take(NAMED).cloned();
    let sectors = named.collect::<Vec<_>>().join(", ");
    match silent.len().saturating_sub(NAMED) {
        0 => t!(indicator.who_silent, sectors = sectors),
        more => t!(indicator.who_silent_more, sectors = sectors, count = more),
    }
}

/// How much comes from few organisations.
fn organisations(now: &Figures, before: &Figures, around: &Around<'_>) -> Card {
    let sentence = match now.concentration {
        Some(all) => t!(indicator.top, percent = percent(all.top_share)),
        None => t!(indicator.nothing).to_owned(),
    };
    let kind = PartKind::Organisation;
    let title = t!(indicator.organisations);
    let mut card = parts(now, before, around, kind, title, sentence);
    card.meaning = t!(indicator.organisations_meaning);
    let hhi = |figures: &Figures| {
        figures
            .concentration
            .map_or_else(none, |all| hundredths(all.hhi))
    };
    card.rows.push(Row::new(
        t!(indicator.row_hhi),
        [hhi(now), none(), hhi(before)],
    ));
    card
}

/// Themes, target groups or neighbourhoods.
fn part(now: &Figures, before: &Figures, around: &Around<'_>, kind: PartKind) -> Card {
    let title = match kind {
        PartKind::Theme => t!(indicator.themes),
        PartKind::TargetGroup => t!(indicator.target_groups),
        _ => t!(indicator.places),
    };
    let first = of(now, kind).and_then(|parts| parts.parts.first());
    let sentence = match first {
        Some(part) => t!(
            indicator.most,
            name = (around.name)(kind, &part.name),
            count = part.signals
        ),
        None => t!(indicator.nothing).to_owned(),
    };
    parts(now, before, around, kind, title, sentence)
}

fn of(figures: &Figures, kind: PartKind) -> Option<&Breakdown> {
    figures.parts.iter().find(|parts| parts.kind == kind)
}

/// Parts as bars, with the merged ones and the unknown ones below.
fn parts(
    now: &Figures,
    before: &Figures,
    around: &Around<'_>,
    kind: PartKind,
    title: &'static str,
    sentence: String,
) -> Card {
    let empty = Breakdown {
        kind,
        parts: Vec::new(),
        others: None,
        unknown: 0,
    };
    let own = of(now, kind).unwrap_or(&empty);
    let earlier = of(before, kind).unwrap_or(&empty);
    let most = own
        .parts
        .iter()
        .map(|part| part.signals)
        .chain(own.others.map(|others| others.signals))
        .max();
    let share = |signals: u32| f64::from(signals) / f64::from(most.unwrap_or(1).max(1));
    let bar = |part: &Part| Bar {
        name: (around.name)(kind, &part.name),
        share: share(part.signals),
        value: number(part.signals.into()),
        is_merged: false,
    };
    let others = own.others.map(|others| Bar {
        name: t!(indicator.others, count = others.groups),
        share: share(others.signals),
        value: number(others.signals.into()),
        is_merged: true,
    });
    let bars: Vec<Bar> = own
        .parts
        .iter()
        .take(MOST_BARS)
        .map(bar)
        .chain(others)
        .collect();
    let before_of = |name: &str| {
        let part = earlier.parts.iter().find(|part| part.name == name);
        part.map_or_else(none, |part| number(part.signals.into()))
    };
    let row = |part: &Part| Row {
        name: (around.name)(kind, &part.name),
        cells: vec![
            number(part.signals.into()),
            number(part.providers.into()),
            before_of(&part.name),
        ],
        href: (around.inbox)(Some((kind, &part.name))),
    };
    let mut rows: Vec<Row> = own.parts.iter().map(row).collect();
    rows.extend(own.others.map(|others| {
        let cells = [
            number(others.signals.into()),
            number(others.providers.into()),
            none(),
        ];
        Row::new(t!(indicator.others, count = others.groups), cells)
    }));
    if own.unknown > 0 {
        let cells = [number(own.unknown.into()), none(), none()];
        rows.push(Row::new(t!(indicator.unknown), cells));
    }
    Card {
        title,
        sentence,
        beside: own.others.map(|_| t!(indicator.merged).to_owned()),
        meaning: t!(indicator.parts_meaning),
        picture: if bars.is_empty() {
            Picture::None
        } else {
            Picture::Bars(bars)
        },
        columns: vec![
            t!(indicator.row_signals),
            t!(indicator.row_providers),
            t!(indicator.column_before),
        ],
        rows,
        links: Vec::new(),
    }
}

/// How much signals tell.
fn depth(now: &Figures, before: &Figures) -> Card {
    let mean = |figures: &Figures| figures.depth.map_or_else(none, |all| whole(all.mean));
    let classes = now.depth.map(|all| all.classes).unwrap_or_default();
    let earlier = before.depth.map(|all| all.classes).unwrap_or_default();
    let most = classes.iter().copied().max().unwrap_or_default().max(1);
    let name = |at: usize| format!("{} – {}", at * 10, if at == 9 { 100 } else { at * 10 + 9 });
    let bar = |(at, count): (usize, &u32)| Bar {
        name: name(at),
        share: f64::from(*count) / f64::from(most),
        value: number((*count).into()),
        is_merged: false,
    };
    let counts = classes.iter().zip(earlier).enumerate();
    let mut rows = vec![Row::new(t!(indicator.row_mean), [mean(now), mean(before)])];
    rows.extend(counts.map(|(at, (count, earlier))| {
        Row::new(name(at), [number((*count).into()), number(earlier.into())])
    }));
    Card {
        title: t!(indicator.depth),
        sentence: match now.depth {
            Some(all) => t!(indicator.depth_mean, mean = whole(all.mean)),
            None => t!(indicator.nothing).to_owned(),
        },
        beside: None,
        meaning: t!(indicator.depth_meaning),
        picture: if now.depth.is_some() {
            Picture::Bars(classes.iter().enumerate().map(bar).collect())
        } else {
            Picture::None
        },
        columns: columns(),
        rows,
        links: Vec::new(),
    }
}

/// Who takes part, and who goes on.
fn active(now: &Figures, before: &Figures) -> Card {
    let shares = [
        (t!(indicator.row_active), now.activity, before.activity),
        (t!(indicator.row_kept), now.retention, before.retention),
    ];
    let per_thousand = |figures: &Figures| figures.per_thousand.map_or_else(none, whole);
    let mut rows = vec![
        Row::new(
            t!(indicator.row_signals),
            [number(now.received.into()), number(before.received.into())],
        ),
        Row::new(
            t!(indicator.row_providers),
            [
                number(now.providers.into()),
                number(before.providers.into()),
            ],
        ),
        Row::new(
            t!(indicator.row_per_thousand),
            [per_thousand(now), per_thousand(before)],
        ),
    ];
    rows.extend(rows_of(&shares));
    Card {
        title: t!(indicator.active),
        sentence: t!(
            indicator.active_count,
            providers = number(now.providers.into()),
            signals = number(now.received.into())
        ),
        beside: Some(t!(
            indicator.active_before,
            providers = number(before.providers.into()),
            signals = number(before.received.into())
        )),
        meaning: t!(indicator.active_meaning),
        picture: bars_of(&shares),
        columns: columns(),
        rows,
        links: Vec::new(),
    }
}

/// Who signals again, after an answer and without one.
fn again(now: &Figures, before: &Figures) -> Card {
    let rate = |returning: &Returning| returning.rate.map_or_else(none, percent);
    let both = [
        (t!(indicator.row_told), now.again.told, before.again.told),
        (
            t!(indicator.row_untold),
            now.again.untold,
            before.again.untold,
        ),
    ];
    let bar = |(name, own, _): &(&'static str, Returning, Returning)| Bar {
        name: (*name).to_owned(),
        share: own.rate.unwrap_or_default(),
        value: rate(own),
        is_merged: false,
    };
    let row = |(name, own, earlier): &(&'static str, Returning, Returning)| {
        let cells = [number(own.providers.into()), rate(own), rate(earlier)];
        Row::new(*name, cells)
    };
    let is_known = both.iter().any(|(_, own, _)| own.rate.is_some());
    Card {
        title: t!(indicator.again),
        sentence: if is_known {
            t!(
                indicator.again_rates,
                told = rate(&now.again.told),
                untold = rate(&now.again.untold)
            )
        } else {
            t!(indicator.nothing).to_owned()
        },
        beside: None,
        meaning: t!(indicator.again_meaning),
        picture: if is_known {
            Picture::Bars(both.iter().map(bar).collect())
        } else {
            Picture::None
        },
        columns: vec![
            t!(indicator.row_providers),
            t!(indicator.column_now),
            t!(indicator.column_before),
        ],
        rows: both.iter().map(row).collect(),
        links: Vec::new(),
    }
}

type NamedShare = (&'static str, Share, Share);

fn bars_of(shares: &[NamedShare]) -> Picture {
    let bar = |(name, now, _): &NamedShare| {
        Some(Bar {
            name: (*name).to_owned(),
            share: now.share?,
            value: percent(now.share?),
            is_merged: false,
        })
    };
    let bars: Vec<Bar> = shares.iter().filter_map(bar).collect();
    if bars.is_empty() {
        Picture::None
    } else {
        Picture::Bars(bars)
    }
}

fn rows_of(shares: &[NamedShare]) -> Vec<Row> {
    let row = |(name, now, before): &NamedShare| Row::new(*name, [told(*now), told(*before)]);
    shares.iter().map(row).collect()
}

/// `85 % (34 van 40)`: the count stands beside every rate.
fn told(share: Share) -> String {
    let counts = t!(
        indicator.part_of,
        part = number(share.part.into()),
        whole = number(share.whole.into())
    );
    match share.share {
        Some(rate) => format!("{} ({counts})", percent(rate)),
        None => none(),
    }
}

fn whole(value: f64) -> String {
    let rounded = format!("{value:.0}");
    rounded.parse().map_or(rounded, number)
}

/// One digit behind the comma.
fn tenths(value: f64) -> String {
    decimals(format!("{value:.1}"))
}

fn hundredths(value: f64) -> String {
    decimals(format!("{value:.2}"))
}

/// As people of the language write it.
fn decimals(written: String) -> String {
    match crate::i18n::language() {
        shared::codes::Language::En => written,
        _ => written.replace('.', ","),
    }
}

#[cfg(test)]
mod tests {
    use shared::indicator::{Coverage, Others, Waiting};

    use super::*;

    fn figures() -> Figures {
        let day = "2026-11-30".parse().unwrap();
        Figures {
            from: day,
            to: day,
            until: day,
            received: 0,
            providers: 0,
            per_thousand: None,
            lead_time_action: Waiting::default(),
            first_response: Waiting::default(),
            detection: Waiting::default(),
            stages: Vec::new(),
            diversity: None,
            coverage: Coverage::default(),
            concentration: None,
            depth: None,
            activity: Share::default(),
            retention: Share::default(),
            conversion: shared::indicator::Conversion::default(),
            feedback: shared::indicator::FeedbackFigures::default(),
            again: shared::indicator::Again::default(),
            parts: Vec::new(),
        }
    }

    fn around() -> Around<'static> {
        Around {
            name: &|_, code| code.to_uppercase(),
            inbox: &|part| Some(format!("/inbox/{}", part.map_or("", |(_, name)| name))),
            feedback: None,
        }
    }

    #[test]
    fn every_card_says_something_when_there_is_nothing() {
        crate::i18n::use_dutch_texts();
        for card in cards(&figures(), &figures(), &around()) {
            assert!(!card.sentence.is_empty(), "{card:?}");
            let cells = card.rows.iter().map(|row| row.cells.len());
            for count in cells {
                assert_eq!(count, card.columns.len(), "{card:?}");
            }
        }
    }

    #[test]
    fn what_is_merged_is_told_as_such_in_picture_and_table() {
        crate::i18n::use_dutch_texts();
        let now = Figures {
            parts: vec![Breakdown {
                kind: PartKind::Place,
                parts: vec![Part {
                    name: "oost".to_owned(),
                    signals: 8,
                    providers: 6,
                }],
                others: Some(Others {
                    groups: 2,
                    signals: 7,
                    providers: 5,
                }),
                unknown: 1,
            }],
            ..figures()
        };
        let card = part(&now, &figures(), &around(), PartKind::Place);
        assert_eq!(card.sentence, "Het vaakst: OOST. Dat zijn 8 signalen.");
        let Picture::Bars(bars) = &card.picture else {
            panic!("{card:?}")
        };
        assert_eq!(bars.len(), 2);
        assert!(bars[1].is_merged && !bars[0].is_merged);
        let names: Vec<&str> = card.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["OOST", "Andere (2 samen)", "Niet bekend"]);
        assert_eq!(card.rows[0].href.as_deref(), Some("/inbox/oost"));
        assert_eq!(card.rows[1].href, None);
    }

    #[test]
    fn a_rate_stands_beside_its_counts() {
        crate::i18n::use_dutch_texts();
        assert_eq!(told(Share::of(34, 40)), "85\u{A0}% (34 van 40)");
        assert_eq!(told(Share::of(0, 0)), "–");
    }
}
