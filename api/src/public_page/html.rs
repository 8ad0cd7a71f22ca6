//! The page itself: headings, paragraphs, a list of actions, a table. No script, one style block of ours.

use std::sync::LazyLock;

use shared::codes::{ClosedList, Language};
use workflow::published::{PublicAction, PublicIssue, PublicMonth, day_in_words, month_in_words};

use super::markup::Markup;
use super::words::{counted, filled, progress, standing, word};
use super::{ATOM, Asked, JSON_FEED};

/// Bytes of issues on one page: with everything around them it stays under 60 kB.
const MOST_BYTES: usize = 36_000;
/// Actions that are told one by one.
const MOST_ACTIONS: usize = 10;

/// Colours and sizes are those of the clients.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let tokens = include_str!("../../../frontend/styles/tokens.css");
    let all = format!("{tokens}{}", include_str!("page.css"));
    all.lines().map(str::trim).collect::<Vec<_>>().join("\n")
});

/// What the page may load: nothing but its own style (trust.md §5.1).
pub(super) fn policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let style = identity::digest::in_base64(STYLE.as_bytes());
        format!(
            "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        )
    });
    POLICY.as_str()
}

/// The mark, as an icon of the window.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 28 28'%3E%3Ccircle cx='14' cy='14' r='8' fill='%23F97316'/%3E%3C/svg%3E";

/// The mark: a dot between two arcs.
const MARK: &str = "<svg viewBox=\"0 0 28 28\" aria-hidden=\"true\"><circle class=\"dot\" cx=\"14\" cy=\"14\" r=\"4\"/>\
    <path class=\"ring\" d=\"M6.2 6.2a11 11 0 0 0 0 15.6M21.8 6.2a11 11 0 0 1 0 15.6\"/></svg>";

/// One page of what an authority shows.
pub(super) fn page(asked: &Asked, number: usize) -> String {
    let language = asked.language;
    let pages = pages(asked);
    let number = number.clamp(1, pages.len().max(1));
    let mut markup = Markup::default();
    head(&mut markup, language, &asked.title());
    links(&mut markup, asked);
    markup.close("head");
    markup.open("body", &[]);
    markup.element(
        "a",
        &[("class", "skip"), ("href", "#content")],
        word("common.skip", language),
    );
    top(&mut markup, &asked.page.name, asked);
    markup.open("main", &[("id", "content")]);
    markup.element("h1", &[], word("public.title", language));
    markup.element("p", &[("class", "lead")], word("public.lead", language));
    markup.element("h2", &[("id", "issues")], word("public.heard", language));
    match pages.get(number - 1) {
        Some(articles) => markup.ready(articles),
        None => markup.element("p", &[], word("public.empty", language)),
    }
    turning(&mut markup, asked, number, pages.len());
    numbers(&mut markup, asked);
    markup.close("main");
    footer(&mut markup, asked);
    markup.close("body");
    markup.close("html");
    markup.done()
}

/// Down to the style; `head` stays open.
pub(super) fn head(markup: &mut Markup, language: Language, title: &str) {
    markup.ready("<!doctype html>");
    markup.open("html", &[("lang", language.code())]);
    markup.open("head", &[]);
    markup.open("meta", &[("charset", "utf-8")]);
    let viewport = "width=device-width, initial-scale=1";
    markup.open("meta", &[("name", "viewport"), ("content", viewport)]);
    markup.element("title", &[], title);
    markup.open("link", &[("rel", "icon"), ("href", ICON)]);
    markup.open("style", &[]);
    markup.ready(STYLE.as_str());
    markup.close("style");
}

fn links(markup: &mut Markup, asked: &Asked) {
    let lead = word("public.lead", asked.language);
    markup.open("meta", &[("name", "description"), ("content", lead)]);
    markup.open("meta", &[("name", "robots"), ("content", "index, follow")]);
    markup.open(
        "link",
        &[("rel", "canonical"), ("href", &asked.address(""))],
    );
    for (kind, file) in [
        ("application/atom+xml", ATOM),
        ("application/feed+json", JSON_FEED),
    ] {
        let href = asked.address(file);
        let title = word("public.title", asked.language);
        markup.open(
            "link",
            &[
                ("rel", "alternate"),
                ("type", kind),
                ("title", title),
                ("href", &href),
            ],
        );
    }
    if asked.page.languages.len() > 1 {
        for language in &asked.page.languages {
            let href = asked.address_in("", *language);
            markup.open(
                "link",
                &[
                    ("rel", "alternate"),
                    ("hreflang", language.code()),
                    ("href", &href),
                ],
            );
        }
    }
}

/// Whose page it is, and in which other languages it can be read, in the order that the authority chose.
fn top(markup: &mut Markup, name: &str, asked: &Asked) {
    markup.open("header", &[("class", "top")]);
    name_of(markup, name);
    if asked.page.languages.len() > 1 {
        let label = word("public.languages", asked.language);
        markup.open("nav", &[("aria-label", label)]);
        markup.open("ul", &[]);
        for language in &asked.page.languages {
            let (code, href) = (language.code(), asked.address_in("", *language));
            let own_name = word(&format!("language.{code}"), *language);
            markup.open("li", &[]);
            let mut place = vec![("href", href.as_str()), ("lang", code), ("hreflang", code)];
            if *language == asked.language {
                place.push(("aria-current", "page"));
            }
            markup.element("a", &place, own_name);
            markup.close("li");
        }
        markup.close("ul");
        markup.close("nav");
    }
    markup.close("header");
}

/// The mark and a name.
pub(super) fn name_of(markup: &mut Markup, name: &str) {
    markup.open("p", &[("class", "name")]);
    markup.ready(MARK);
    markup.text(name);
    markup.close("p");
}

/// Issues in pages of so many bytes, ready as markup.
fn pages(asked: &Asked) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for issue in &asked.page.issues {
        let mut markup = Markup::default();
        article(&mut markup, asked, issue);
        let has_room = |page: &&mut String| page.len() + markup.bytes() <= MOST_BYTES;
        match pages.last_mut().filter(has_room) {
            Some(page) => page.push_str(&markup.done()),
            None => pages.push(markup.done()),
        }
    }
    pages
}

fn article(markup: &mut Markup, asked: &Asked, issue: &PublicIssue) {
    let (language, written_in) = (asked.language, asked.page.written_in.code());
    markup.open("article", &[("id", &issue.number)]);
    markup.element("h3", &[("lang", written_in)], &issue.title);
    markup.open("p", &[("class", "about")]);
    let day = day_in_words(issue.published_on, language);
    let published = filled("public.published", language, &[("date", &day)]);
    markup.text(&format!("{}. {published}. ", issue.number));
    let themes = themes(asked, issue);
    if !themes.is_empty() {
        markup.text(&filled("public.themes", language, &[("themes", &themes)]));
        markup.text(".");
    }
    markup.close("p");
    markup.element("p", &[("lang", written_in)], &issue.description);
    markup.element("h4", &[], word("public.state", language));
    markup.element("p", &[("class", "state")], standing(issue.state, language));
    markup.element("h4", &[], word("public.actions", language));
    if issue.actions.is_empty() {
        markup.element("p", &[], word("public.no_actions", language));
    } else {
        markup.open("ul", &[]);
        for told in issue.actions.iter().take(MOST_ACTIONS) {
            action(markup, asked, told);
        }
        markup.close("ul");
        let more = issue.actions.len().saturating_sub(MOST_ACTIONS);
        if more > 0 {
            markup.element("p", &[], &counted("public.actions_more", language, more));
        }
    }
    markup.close("article");
}

fn action(markup: &mut Markup, asked: &Asked, action: &PublicAction) {
    let language = asked.language;
    markup.open("li", &[]);
    match &action.title {
        Some(title) => markup.element("span", &[("lang", asked.page.written_in.code())], title),
        None => markup.text(word("public.action_unnamed", language)),
    }
    markup.text(" ");
    markup.element("span", &[("class", "by")], &so_far(action, language));
    markup.close("li");
}

/// How far, and by when.
pub(super) fn so_far(action: &PublicAction, language: Language) -> String {
    let (state, date) = (
        progress(action.state, language),
        day_in_words(action.due_on, language),
    );
    filled(
        "public.action_by",
        language,
        &[("state", state), ("date", &date)],
    )
}

/// The labels of an issue's themes.
fn themes(asked: &Asked, issue: &PublicIssue) -> String {
    let labels = issue.themes.iter().map(|code| label(asked, code.as_str()));
    labels.collect::<Vec<_>>().join(", ")
}

/// The label of a theme in the language of the page; its code where the taxonomy forgot it.
pub(super) fn label(asked: &Asked, code: &str) -> String {
    let known = asked.page.taxonomy.themes.iter();
    let mut theme = known.filter(|theme| theme.code.as_str() == code);
    theme.next().map_or_else(
        || code.to_owned(),
        |theme| theme.labels.of(asked.language).to_owned(),
    )
}

fn turning(markup: &mut Markup, asked: &Asked, number: usize, pages: usize) {
    if pages < 2 {
        return;
    }
    let language = asked.language;
    markup.open("nav", &[("aria-label", word("public.heard", language))]);
    markup.open("ul", &[]);
    let mut turn = |to: usize, key: &str| {
        let home = asked.address("");
        let sign = if home.contains('?') { '&' } else { '?' };
        let href = format!("{home}{sign}page={to}");
        markup.open("li", &[]);
        markup.element("a", &[("href", &href)], word(key, language));
        markup.close("li");
    };
    if number > 1 {
        turn(number - 1, "public.newer");
    }
    if number < pages {
        turn(number + 1, "public.older");
    }
    markup.close("ul");
    markup.close("nav");
}

/// Themes by month, with what is hidden said to be hidden.
fn numbers(markup: &mut Markup, asked: &Asked) {
    let language = asked.language;
    let months: Vec<&PublicMonth> = asked.page.months.iter().rev().collect();
    markup.element("h2", &[("id", "numbers")], word("public.counts", language));
    let is_told = |month: &&PublicMonth| month.cells.iter().any(|cell| cell.signals.is_some());
    if !months.iter().any(is_told) {
        markup.element("p", &[], word("public.counts_empty", language));
        return;
    }
    markup.open("table", &[]);
    markup.element("caption", &[], word("public.counts_caption", language));
    markup.open("thead", &[]);
    markup.open("tr", &[]);
    markup.element("th", &[("scope", "col")], word("public.theme", language));
    for month in &months {
        let name = month_in_words(month.month, language);
        markup.element("th", &[("scope", "col")], &name);
    }
    markup.close("tr");
    markup.close("thead");
    markup.open("tbody", &[]);
    for theme in &asked.page.taxonomy.themes {
        let of_theme = |month: &&PublicMonth| {
            let mut cells = month.cells.iter();
            let cell = cells.find(|cell| cell.theme == theme.code.as_str());
            cell.and_then(|cell| cell.signals)
        };
        let row: Vec<Option<u32>> = months.iter().map(of_theme).collect();
        if row.iter().any(Option::is_some) {
            line(markup, language, &[], theme.labels.of(language), &row);
        }
    }
    let totals: Vec<Option<u32>> = months.iter().map(|month| month.total).collect();
    let all = word("public.counts_all", language);
    line(markup, language, &[("class", "all")], all, &totals);
    markup.close("tbody");
    markup.close("table");
    markup.element("p", &[], word("public.counts_why", language));
    markup.element("p", &[], word("public.counts_note", language));
}

fn line(
    markup: &mut Markup,
    language: Language,
    attributes: &[(&'static str, &str)],
    name: &str,
    numbers: &[Option<u32>],
) {
    markup.open("tr", attributes);
    markup.element("th", &[("scope", "row")], name);
    for number in numbers {
        if let Some(number) = number {
            markup.element("td", &[], &number.to_string());
        } else {
            markup.open("td", &[("class", "few")]);
            markup.element("span", &[("aria-hidden", "true")], "–");
            let few = word("public.counts_few", language);
            markup.element("span", &[("class", "heard")], few);
            markup.close("td");
        }
    }
    markup.close("tr");
}

fn footer(markup: &mut Markup, asked: &Asked) {
    let language = asked.language;
    markup.open("footer", &[]);
    markup.element("p", &[], word("public.sender", language));
    markup.open("nav", &[("aria-label", word("public.feeds", language))]);
    markup.element("p", &[], word("public.feeds", language));
    markup.open("ul", &[]);
    for (file, name) in [(ATOM, "Atom"), (JSON_FEED, "JSON Feed")] {
        markup.open("li", &[]);
        markup.element("a", &[("href", &asked.address(file))], name);
        markup.close("li");
    }
    markup.close("ul");
    markup.close("nav");
    markup.close("footer");
}

#[cfg(test)]
mod tests {
    use shared::id::IssueId;
    use shared::life_cycle::{ActionState, IssueState};
    use shared::taxonomy;
    use shared::time::{Day, Moment};
    use storage::records::PublishedCell;
    use workflow::published::PublicPage;

    use super::*;

    fn day() -> Day {
        "2026-11-23".parse().unwrap()
    }

    /// As much as an authority can publish, in letters that take most bytes.
    fn crowded() -> Asked {
        let moment = Moment::from_micros(1_800_000_000_000_000);
        let action = PublicAction {
            title: Some("Loket \"aan huis\" ".repeat(8)),
            state: ActionState::Running,
            due_on: day(),
        };
        let issue = |number: u128| PublicIssue {
            id: IssueId::new(uuid::Uuid::from_u128(number)),
            number: format!("K-{number}"),
            title: "Gezinnen <wachten> & wachten".repeat(4),
            description: "\"Wie wacht, wacht lang.\" ".repeat(80),
            state: IssueState::InAction,
            themes: vec![taxonomy::Code::stored("housing")],
            published_at: moment,
            published_on: day(),
            changed_at: moment,
            actions: vec![action.clone(); 30],
        };
        let taxonomy: taxonomy::Taxonomy = serde_json::from_str(taxonomy::DEFAULT).unwrap();
        let cells = taxonomy.themes.iter().map(|theme| PublishedCell {
            theme: theme.code.to_string(),
            signals: Some(12_345),
        });
        let month = PublicMonth {
            month: day(),
            total: Some(99_995),
            cells: cells.collect(),
        };
        Asked {
            page: PublicPage {
                slug: "linde".to_owned(),
                name: "Stad Linde".to_owned(),
                languages: vec![Language::De, Language::Nl, Language::Fr, Language::En],
                written_in: Language::Nl,
                issues: (1..=200).map(issue).collect(),
                months: vec![month; 3],
                taxonomy,
                changed_at: moment,
            },
            language: Language::Fr,
            home: "https://signaal.linde.example/linde/".to_owned(),
        }
    }

    #[test]
    fn no_page_is_larger_than_60_kb_and_together_they_show_every_issue_once() {
        let asked = crowded();
        let pages = pages(&asked);
        assert!(pages.len() > 10);
        let mut shown = 0;
        for number in 1..=pages.len() {
            let page = page(&asked, number);
            assert!(page.len() <= 60_000, "page {number}: {}", page.len());
            shown += page.matches("<article ").count();
        }
        assert_eq!(shown, 200);
        let beyond = page(&asked, 10_000);
        assert_eq!(
            beyond,
            page(&asked, pages.len()),
            "there is always a last page"
        );
    }

    #[test]
    fn headings_go_down_one_step_at_a_time() {
        let page = page(&crowded(), 1);
        let mut level = 0;
        for part in page.split("<h").skip(1) {
            let Some(next) = part.chars().next().and_then(|digit| digit.to_digit(10)) else {
                continue;
            };
            assert!(next <= level + 1, "h{next} after h{level}");
            level = next;
        }
        assert_eq!(page.matches("<h1>").count(), 1);
    }

    #[test]
    fn the_policy_names_the_style_that_stands_in_the_page() {
        let asked = crowded();
        let page = page(&asked, 1);
        let (_, style) = page.split_once("<style>").unwrap();
        let (style, _) = style.split_once("</style>").unwrap();
        let digest = identity::digest::in_base64(style.as_bytes());
        assert!(policy().contains(&digest));
    }
}
