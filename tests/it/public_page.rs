//! The page that everybody reads without signing in, and its feeds: published words, what is done, numbers that point at nobody.

use chrono::Duration;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use shared::action::{Action, ActionDraft};
use shared::entry_link::{EntryLink, EntryLinkDraft};
use shared::id::SignalId;
use shared::issue::{DescribeDraft, IssueDetail};
use shared::signal::{Chips, SignalDraft, SubmittedSignal};
use shared::timeline::Empty;
use testkit::{Answer, Asks, Call, Staff, TestApp};

/// Stands in every signal; no page may have it.
const CANARY: &str = "wielewaal";
/// Bytes of a page, before it is compressed (ux.md D19).
const MOST_BYTES: usize = 60_000;

async fn page(app: &TestApp) -> String {
    app.at_the_root("/linde/").await.assert_status(200).text()
}

async fn decided(app: &TestApp, lead: &Staff) -> IssueDetail {
    let text = format!("De {CANARY} wacht op een woning");
    let signal = app.provider("linde").submits(&text).await;
    lead.decides_to_act_on(&[signal.id]).await
}

async fn plans(app: &TestApp, lead: &Staff, issue: &IssueDetail, title: &str) -> Action {
    let version = lead.issue(issue).await.summary.version;
    let draft = ActionDraft {
        title: title.to_owned(),
        owner: app.organisations("linde")[0].to_string(),
        owner_member: None,
        due_on: "2027-03-06".to_owned(),
    };
    lead.plan_action(issue.summary.id, version, &draft)
        .await
        .created()
}

async fn publishes(lead: &Staff, issue: &IssueDetail) -> IssueDetail {
    let version = lead.issue(issue).await.summary.version;
    lead.publish_issue(issue.summary.id, version, &Empty {})
        .await
        .ok()
}

/// Reads a feed to its end: names of elements, in order.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                names.push(start.name().as_ref().to_owned());
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}

#[tokio::test]
async fn everybody_reads_what_was_heard_and_what_is_done_and_nothing_else() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let before = page(&app).await;
    assert!(before.contains("Nog geen gepubliceerde knelpunten"));
    assert!(before.contains("Er zijn nog geen aantallen."));

    let issue = decided(&app, &lead).await;
    plans(&app, &lead, &issue, "Mobiel loket op de weekmarkt").await;
    // Words that are older than the detector: it would refuse them today.
    plans(&app, &lead, &issue, "Overleg").await;
    app.database().execute(
        "UPDATE actions SET title = 'Bel jan.peeters@voorbeeld.be' WHERE title = 'Overleg'",
    );
    assert_eq!(page(&app).await, before, "unpublished issues never appear");

    publishes(&lead, &issue).await;
    let answer = app.at_the_root("/linde/").await;
    let shown = answer.text();
    for expected in [
        "Wachtlijsten in de wijk",
        "Gezinnen in de wijk wachten maanden op een plaats.",
        "We gaan er iets aan doen.",
        "Mobiel loket op de weekmarkt",
        "Gepland, tegen 6 maart 2027",
        "Een actie",
        "Thema&#39;s: Wonen.",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    let owner: IssueDetail = lead.issue(&issue).await;
    for hidden in [CANARY, "peeters", &owner.actions[0].owner_name, "<script"] {
        assert!(!shown.contains(hidden), "{hidden} is nobody's business");
    }
    assert!(shown.len() < MOST_BYTES);
    assert!(
        !app.at_the_root("/heidebeek/")
            .await
            .text()
            .contains("weekmarkt"),
        "another authority shows its own"
    );

    let version = lead.issue(&issue).await.summary.version;
    lead.unpublish_issue(issue.summary.id, version, &Empty {})
        .await
        .assert_status(200);
    assert_eq!(page(&app).await, before, "taken back is gone at once");
}

#[tokio::test]
async fn the_page_loads_nothing_runs_nothing_and_is_not_sent_twice() {
    let app = TestApp::start().await;
    let answer = app.at_the_root("/linde/").await;
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        !policy.contains("script") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("content-language"), "nl");
    let again = app
        .asks_the_root("/linde/")
        .header("If-None-Match", &answer.header("etag"))
        .await;
    assert_eq!((again.status, again.text().as_str()), (304, ""));

    let slash = app.at_the_root("/linde").await;
    assert_eq!(
        (slash.status, slash.text().as_str()),
        (200, answer.text().as_str())
    );
    let robots = app.at_the_root("/robots.txt").await.text();
    assert!(robots.contains("Disallow: /api/") && !robots.contains("Disallow: /\n"));
    app.at_the_root("/nergens/")
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    let browser = app.asks_the_root("/nergens/").header("Accept", "text/html");
    let missing = browser.await;
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("Deze pagina bestaat niet"));
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let issue = decided(&app, &lead).await;
    let draft = DescribeDraft {
        title: Some("</h3><img src=x onerror=alert(1)>".to_owned()),
        description: Some("]]></content><script>alert('1')</script>\u{202e}&amp;".to_owned()),
        ..DescribeDraft::default()
    };
    let version = lead.issue(&issue).await.summary.version;
    lead.describe_issue(issue.summary.id, version, &draft)
        .await
        .assert_status(200);
    publishes(&lead, &issue).await;
    let shown = page(&app).await;
    assert!(shown.contains("&lt;/h3&gt;&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!shown.contains("<img") && !shown.contains("<script"));
    let atom = app.at_the_root("/linde/feed.atom").await.text();
    assert_eq!(
        elements(&atom)
            .iter()
            .filter(|name| *name == "entry")
            .count(),
        1
    );
    let json: Value = app.at_the_root("/linde/feed.json").await.ok();
    assert_eq!(
        json["items"][0]["title"],
        "</h3><img src=x onerror=alert(1)>"
    );
}

#[tokio::test]
async fn feeds_name_an_issue_the_same_for_ever_and_tell_when_it_changed() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let empty = app.at_the_root("/linde/feed.atom").await;
    assert_eq!(
        empty.header("content-type"),
        "application/atom+xml; charset=utf-8"
    );
    assert!(!elements(&empty.text()).contains(&"entry".to_owned()));
    let issue = decided(&app, &lead).await;
    publishes(&lead, &issue).await;

    let of_json = |answer: Answer| answer.ok::<Value>()["items"][0].clone();
    let first = of_json(app.at_the_root("/linde/feed.json").await);
    assert_eq!(first["id"], format!("urn:uuid:{}", issue.summary.id));
    assert_eq!(
        first["url"],
        format!("https://signaal.test/linde/#{}", issue.summary.number)
    );
    let atom = app.at_the_root("/linde/feed.atom").await.text();
    let names = elements(&atom);
    for owed in [
        "id",
        "title",
        "updated",
        "author",
        "entry",
        "published",
        "content",
    ] {
        assert!(names.contains(&owed.to_owned()), "{owed}");
    }
    assert!(atom.contains(first["id"].as_str().unwrap()));
    assert!(atom.contains(first["date_modified"].as_str().unwrap()));

    app.advance(Duration::days(2));
    plans(&app, &lead, &issue, "Mobiel loket").await;
    let later = of_json(app.at_the_root("/linde/feed.json").await);
    assert_eq!(
        (&later["id"], &later["date_published"]),
        (&first["id"], &first["date_published"])
    );
    assert!(later["date_modified"].as_str() > first["date_modified"].as_str());
    assert!(page(&app).await.contains("feed.atom"), "readers find it");
    app.at_the_root("/nergens/feed.atom")
        .await
        .assert_status(404);
}

#[tokio::test]
async fn an_authority_chooses_the_languages_of_its_page_and_their_order() {
    let app = TestApp::start().await;
    let french = app.at_the_root("/linde/?lang=fr").await.text();
    assert!(
        french.starts_with("<!doctype html><html lang=\"nl\">"),
        "Dutch alone at first"
    );
    app.command(&["authority", "page-languages", "linde", "nl,fr"]);
    let dutch = page(&app).await;
    let place = |code: &str| {
        dutch
            .find(&format!("hreflang=\"{code}\" "))
            .unwrap_or(usize::MAX)
    };
    assert!(
        place("nl") < place("fr") && place("fr") < usize::MAX,
        "Dutch first, French beside"
    );
    let french = app.at_the_root("/linde/?lang=fr").await.text();
    assert!(french.contains("Ce que nous avons entendu"));
    let german = app.at_the_root("/linde/?lang=de").await.text();
    assert!(
        german.contains("lang=\"nl\""),
        "what is not offered is Dutch"
    );
    app.command(&["authority", "page-languages", "linde"]);
    assert!(!page(&app).await.contains("hreflang"));
}

/// A team with a link of its own, in one of the first organisations.
async fn team(app: &TestApp, lead: &Staff, name: &str, organisation: usize) -> EntryLink {
    let draft = EntryLinkDraft {
        name: name.to_owned(),
        organisation: Some(app.organisations("linde")[organisation]),
        ..EntryLinkDraft::default()
    };
    lead.create_entry_link(&draft).await.created()
}

fn sends(app: &TestApp, team: &EntryLink, theme: &str) -> Call {
    let (_, token) = team.url.split_once("#e=").expect("a link with a token");
    let draft = SignalDraft {
        text: format!("Gezinnen wachten, en de {CANARY} ook"),
        chips: Chips {
            themes: vec![theme.to_owned()],
            ..Chips::default()
        },
        ..SignalDraft::default()
    };
    let call = app.anyone().submit_signal(&draft);
    call.about("linde")
        .header("LokaalSignaal-Entry-Token", token)
}

async fn sent(app: &TestApp, team: &EntryLink, theme: &str) -> SignalId {
    sends(app, team, theme)
        .await
        .created::<SubmittedSignal>()
        .id
}

async fn a_month_passes(app: &TestApp) {
    app.advance(Duration::days(31));
    app.begins_the_day().await;
    app.run_jobs().await;
}

/// The numbers of a theme, the oldest month first; an empty word for what is hidden.
fn numbers(page: &str, theme: &str) -> Vec<String> {
    let row = page
        .split("<tr")
        .find(|row| row.contains(&format!(">{theme}<")));
    let cells = row.unwrap_or_default().split("<td").skip(1);
    cells
        .map(|cell| {
            cell.chars()
                .skip(1)
                .take_while(char::is_ascii_digit)
                .collect()
        })
        .collect()
}

#[tokio::test]
async fn numbers_come_once_a_month_closed_and_only_of_enough_people() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let mut teams = Vec::new();
    for number in 0..5 {
        teams.push(team(&app, &lead, &format!("Team {number}"), number % 2).await);
    }
    let mut all = Vec::new();
    for team in &teams {
        for _ in 0..4 {
            all.push(sent(&app, team, "housing").await);
        }
    }
    for team in teams.iter().take(4) {
        all.push(sent(&app, team, "work").await);
    }
    // Nobody accepted this one: it counts nowhere.
    sent(&app, &teams[0], "work").await;
    lead.opens_issue("Wachtlijsten", &all).await;
    app.begins_the_day().await;
    app.run_jobs().await;
    assert!(
        page(&app).await.contains("Er zijn nog geen aantallen."),
        "the month runs"
    );

    a_month_passes(&app).await;
    let shown = page(&app).await;
    assert_eq!(numbers(&shown, "Wonen"), ["20"]);
    assert!(
        numbers(&shown, "Werk").is_empty(),
        "four people are too few"
    );
    let total = numbers(&shown, "Alle thema&#39;s samen");
    assert!(["20", "25"].contains(&total[0].as_str()), "{total:?}");
    assert!(!shown.contains(">4<") && !shown.contains(">24<"));

    app.advance(Duration::days(1));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert_eq!(page(&app).await, shown, "asking again gives nothing away");
    assert_eq!(app.database().count("published_months"), 1);
}
