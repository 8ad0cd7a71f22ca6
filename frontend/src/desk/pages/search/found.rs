//! What was found, by kind, with the words marked.

use shared::search::{Found, FoundGroup, FoundKind, FoundThing, MOST_COUNTED, MarkedText};

use super::answer::Answering;
use super::view::SearchView;
use crate::components::Button;
use crate::desk::components::StateBadge;
use crate::desk::seat::use_seat;
use crate::desk::words;
use crate::prelude::*;

/// The links of results, in the order of the page.
pub(super) const LINKS: &str = ".found__link";

/// One kind: how many, the first of them, and the way to the others.
#[component]
pub(super) fn Group(group: FoundGroup, view: SearchView, answering: Answering) -> impl IntoView {
    let FoundGroup {
        kind,
        total,
        items,
        next,
    } = group;
    let title = format!("{} ({})", kind.label(), counted(total));
    let id = format!("found-{kind}");
    let is_only = view.kind.is_some();
    let more = next.is_some().then(|| {
        if is_only {
            let busy = Reactive::derive(move || answering.is_reading());
            let on_press = move |()| answering.read_on();
            return view! { <Button label=t!(common.load_more) busy on_press/> }.into_any();
        }
        let all = view.changed(|view| view.kind = Some(kind)).address();
        let words = t!(search.show_all, kind = kind.label(), count = counted(total));
        view! { <a class="button" href=all>{words}</a> }.into_any()
    });
    let items = items.into_iter().map(|found| view! { <Row found/> });
    view! {
        <section class="found" aria-labelledby=id.clone()>
            <h2 class="part-title" id=id.clone()>{title}</h2>
            <ol class="found__list">{items.collect_view()}</ol>
            {more.map(|more| view! { <div class="row">{more}</div> })}
        </section>
    }
}

/// A number that stopped counting says so.
pub(super) fn counted(total: u64) -> String {
    let number = crate::i18n::number(total);
    if total >= MOST_COUNTED {
        t!(search.at_least, count = number)
    } else {
        number
    }
}

#[component]
fn Row(found: Found) -> impl IntoView {
    let seat = use_seat();
    let Found {
        thing,
        authority,
        on,
        language,
        title,
        excerpt,
    } = found;
    let address = address(&thing);
    let name = seat.name_of(&authority);
    let (head, text) = match (title, excerpt) {
        (Some(title), text) => (Some(title), text),
        // What has no title is named by its words.
        (None, text) => (text, None),
    };
    let number =
        number(&thing).map(|number| view! { <span class="found__number">{number}</span>" " });
    view! {
        <li class="found__item">
            <a class="found__link" href=address lang=language>{number}{head.map(marked)}</a>
            {text.map(|text| view! { <p class="found__text">{marked(text)}</p> })}
            <p class="found__facts meta">
                {badge(&thing)}
                <time datetime=on.to_string()>{words::age(on, words::today())}</time>
                {move || seat.is_pool().then(|| view! { <span>{name.clone()}</span> })}
            </p>
        </li>
    }
}

/// A text with its marks.
fn marked(text: MarkedText) -> AnyView {
    let pieces = pieces(&text).into_iter();
    pieces
        .map(|(piece, is_mark)| {
            if is_mark {
                view! { <mark>{piece}</mark> }.into_any()
            } else {
                piece.into_any()
            }
        })
        .collect_view()
        .into_any()
}

/// A text cut at its marks.
fn pieces(text: &MarkedText) -> Vec<(String, bool)> {
    let letters: Vec<char> = text.text.chars().collect();
    let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
    let piece = |from: usize, to: usize| -> String { letters.iter().take(to).skip(from).collect() };
    let mut pieces = Vec::new();
    let mut done = 0;
    for mark in &text.marks {
        let (start, end) = (place(mark.start), place(mark.end));
        pieces.push((piece(done, start), false));
        pieces.push((piece(start, end), true));
        done = end;
    }
    pieces.push((piece(done, letters.len()), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

fn address(thing: &FoundThing) -> String {
    match thing {
        FoundThing::Signal { id, .. } => format!("/desk/signals/{id}"),
        FoundThing::Issue { id, .. } => format!("/desk/issues/{id}"),
        FoundThing::Action { issue, .. }
        | FoundThing::Feedback {
            issue: Some(issue), ..
        } => format!("/desk/issues/{issue}"),
        FoundThing::Feedback {
            signal: Some(signal),
            ..
        } => format!("/desk/signals/{signal}"),
        FoundThing::Feedback { .. } => "/desk/feedback".to_owned(),
    }
}

fn number(thing: &FoundThing) -> Option<String> {
    match thing {
        FoundThing::Issue { number, .. } => Some(number.clone()),
        FoundThing::Action { issue_number, .. } => Some(issue_number.clone()),
        FoundThing::Feedback { issue_number, .. } => issue_number.clone(),
        FoundThing::Signal { .. } => None,
    }
}

fn badge(thing: &FoundThing) -> AnyView {
    match thing {
        FoundThing::Signal { state, .. } => view! { <StateBadge state=*state/> }.into_any(),
        FoundThing::Issue { state, .. } => view! { <StateBadge state=*state/> }.into_any(),
        FoundThing::Action { state, .. } => view! { <StateBadge state=*state/> }.into_any(),
        FoundThing::Feedback {
            moment, sent_on, ..
        } => {
            let sent = match sent_on {
                Some(day) => t!(search.sent_on, date = crate::i18n::day(*day)),
                None => t!(search.draft).to_owned(),
            };
            view! { <span class="badge">{moment.label()}</span><span>{sent}</span> }.into_any()
        }
    }
}

/// Which kinds there are, in the order of the page.
pub(super) fn kinds() -> Vec<(String, String)> {
    let kinds = FoundKind::ALL.iter();
    kinds
        .map(|kind| (kind.code().to_owned(), kind.label().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use shared::analysis::Phrase;

    use super::*;

    #[test]
    fn a_text_is_cut_at_its_marks_however_its_letters_are_written() {
        let text = MarkedText {
            text: "👩‍👩‍👧 é opvang, nu".to_owned(),
            marks: vec![Phrase { start: 8, end: 14 }],
        };
        assert_eq!(
            pieces(&text),
            [
                ("👩‍👩‍👧 é ".to_owned(), false),
                ("opvang".to_owned(), true),
                (", nu".to_owned(), false)
            ]
        );
    }

    #[test]
    fn marks_beyond_the_text_are_no_trouble() {
        let text = MarkedText {
            text: "kort".to_owned(),
            marks: vec![Phrase { start: 2, end: 90 }],
        };
        assert_eq!(
            pieces(&text),
            [("ko".to_owned(), false), ("rt".to_owned(), true)]
        );
    }
}
