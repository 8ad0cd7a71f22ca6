//! Searching: the same words find the same signals on both databases.

use shared::action::{Action, ActionDraft};
use shared::codes::NotStructuralReason;
use shared::feedback::{ComposeDraft, FeedbackBatch};
use shared::issue::{DescribeDraft, IssueDetail, IssueSummary};
use shared::page::Page;
use shared::search::{Found, FoundGroup, FoundKind, FoundThing, MarkedText, SearchResult};
use shared::signal::{
    EndDraft, RedactDraft, SignalDetail, SignalDraft, SignalSummary, SubmittedSignal,
};
use shared::timeline::Empty;
use testkit::{Answer, Asks, Staff, TestApp, by};

const TEXTS: [&str; 8] = [
    "Gezinnen wachten maanden op een sociale woning in de Vaartwijk",
    "De wachtlijst voor sociale woningen is te lang",
    "Ouderen raken niet meer bij de huisarts zonder auto",
    "Huisartsen nemen geen nieuwe patiënten meer aan",
    "Énergie trop chère pour les familles monoparentales",
    "Kinderen komen zonder ontbijt naar school",
    "De bus naar het ziekenhuis rijdt niet meer op zondag",
    "Jongeren met schulden durven niet naar het OCMW te gaan",
];

#[tokio::test]
async fn words_find_the_same_signals_on_both_databases() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for text in TEXTS {
        nurse.submits(text).await;
    }
    // Expected by hand, so that an engine that differs fails.
    for (q, expected) in [
        ("woning", &[0, 1][..]),
        ("woningen", &[0, 1]),
        ("WONINGEN", &[0, 1]),
        ("sociale woning", &[0, 1]),
        ("\"sociale woning\"", &[0, 1]),
        ("maanden woning", &[0]),
        ("huisarts", &[2, 3]),
        ("energie", &[4]),
        ("ontbijt", &[5]),
        ("zondag ziekenhuis", &[6]),
        ("ocmw", &[7]),
        ("zwembad", &[]),
        ("' OR 1=1 --", &[]),
        ("\"", &[]),
        ("*", &[]),
    ] {
        let page: Page<SignalSummary> = processor.list_signals().query("q", q).await.ok();
        let mut found: Vec<&str> = page.items.iter().map(|row| row.excerpt.as_str()).collect();
        found.sort_unstable();
        let mut wanted: Vec<&str> = expected.iter().map(|position| TEXTS[*position]).collect();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{q}");
    }
}

#[tokio::test]
async fn a_search_stays_within_its_authority() {
    let app = TestApp::start().await;
    app.provider("heidebeek").submits(TEXTS[0]).await;
    let processor = app.processor("linde").await;
    let page: Page<SignalSummary> = processor
        .list_signals()
        .query("q", "woning")
        .query("count", "true")
        .await
        .ok();
    assert!(page.items.is_empty());
    assert_eq!(page.total, Some(0));
}

const TITLES: [&str; 6] = [
    "Wachtlijst voor sociale woningen",
    "Énergie te duur voor gezinnen met één ouder",
    "Crèches met te weinig plaatsen",
    "ÉCOLE: geen opvang na vier uur",
    "Bus 7 naar het ziekenhuis",
    "Schulden bij jongeren",
];

#[tokio::test]
async fn words_find_the_same_issues_on_both_databases() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse.submits("Iets waar het over gaat").await;
    for title in TITLES {
        lead.opens_issue(title, &[signal.id]).await;
    }
    // Expected by hand, so that an engine that differs fails.
    for (q, expected) in [
        ("woning", &[0][..]),
        ("WONINGEN", &[0]),
        ("sociale woning", &[0]),
        ("\"sociale woningen\"", &[0]),
        ("\"woningen sociale\"", &[]),
        ("wachtl", &[0]),
        ("energie", &[1]),
        ("ÉNERGIE", &[1]),
        ("gezin", &[1]),
        ("creche", &[2]),
        ("crèches", &[2]),
        ("plaats", &[2]),
        ("école", &[3]),
        ("ecole", &[3]),
        ("bus", &[4]),
        ("7 ziekenhuis", &[4]),
        ("jongere schuld", &[5]),
        ("K-2", &[1]),
        ("zwembad", &[]),
        ("100%_", &[]),
        ("%", &[]),
        ("_", &[]),
        ("' OR 1=1 --", &[]),
        ("\"", &[]),
    ] {
        let page: Page<IssueSummary> = lead
            .list_issues()
            .query("q", q)
            .query("count", "true")
            .await
            .ok();
        let mut found: Vec<&str> = page.items.iter().map(|row| row.title.as_str()).collect();
        found.sort_unstable();
        let mut wanted: Vec<&str> = expected.iter().map(|position| TITLES[*position]).collect();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{q}");
        assert_eq!(page.total, u64::try_from(wanted.len()).ok(), "{q}");
    }
    let page: Page<IssueSummary> = lead.list_issues().await.ok();
    assert_eq!(
        page.total, None,
        "who does not ask does not pay for counting"
    );
}

#[tokio::test]
async fn an_issue_is_found_by_its_newest_title() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse.submits("Iets waar het over gaat").await;
    let issue = lead.opens_issue("Wachten", &[signal.id]).await;
    let words = DescribeDraft {
        title: Some("Geen plaats in de kribbe".to_owned()),
        ..DescribeDraft::default()
    };
    lead.describe_issue(issue.summary.id, issue.summary.version, &words)
        .await
        .assert_status(200);
    for (q, expected) in [("wachten", 0), ("kribbe", 1)] {
        let page: Page<IssueSummary> = lead.list_issues().query("q", q).await.ok();
        assert_eq!(page.items.len(), expected, "{q}");
    }
}

/// An issue with a described title, an action on it, and words to its providers.
async fn works_on(lead: &Staff, signals: &[shared::id::SignalId]) -> IssueDetail {
    let issue = lead.decides_to_act_on(signals).await;
    let issue = lead.assigns_first_organisation(&issue).await;
    let action = ActionDraft {
        title: "Meer plaatsen voor buitenschoolse kinderopvang".to_owned(),
        owner: lead.app().organisations(&issue.summary.authority)[0].to_string(),
        owner_member: None,
        due_on: lead.app().today().plus_days(30).to_string(),
    };
    lead.plan_action(issue.summary.id, issue.summary.version, &action)
        .await
        .created::<Action>();
    let batches = lead.feedback_queue().await;
    let batch = batches
        .iter()
        .find(|batch| batch.issue.is_some())
        .expect("an issue owes an answer");
    let words = ComposeDraft {
        text: "De gemeente opent in mei een tweede kribbe in de Vaartwijk.".to_owned(),
    };
    lead.compose_feedback(&batch.id, 0, &words)
        .await
        .ok::<FeedbackBatch>();
    lead.issue(&issue).await
}

async fn finds(who: &Staff, q: &str) -> SearchResult {
    who.search(q).await.ok()
}

fn group(result: &SearchResult, kind: FoundKind) -> &FoundGroup {
    let group = result.groups.iter().find(|group| group.kind == kind);
    group.expect("a group of this kind")
}

/// The text with its marks in brackets.
fn shown(marked: &MarkedText) -> String {
    let at = |place: usize| u32::try_from(place).unwrap();
    let mut shown = String::new();
    for (place, letter) in marked.text.chars().enumerate() {
        if marked.marks.iter().any(|mark| mark.start == at(place)) {
            shown.push('[');
        }
        shown.push(letter);
        if marked.marks.iter().any(|mark| mark.end == at(place + 1)) {
            shown.push(']');
        }
    }
    shown
}

fn excerpts(result: &SearchResult, kind: FoundKind) -> Vec<String> {
    let texts = group(result, kind)
        .items
        .iter()
        .filter_map(|found| found.excerpt.as_ref());
    let mut texts: Vec<String> = texts.map(shown).collect();
    texts.sort_unstable();
    texts
}

/// What each question finds among [`CORPUS`], as both databases must answer: marked texts in order of their letters, and
/// words that were replaced. Written by hand.
const CORPUS: [(&str, &str); 9] = [
    (
        "nl",
        "Gezinnen wachten maanden op een sociale woning in de Vaartwijk",
    ),
    ("nl", "De wachtlijsten voor sociale woningen zijn te lang"),
    ("nl", "Geen buitenschoolse kinderopvang na vier uur"),
    ("nl", "Ouders vinden geen kinder opvang in het weekend"),
    (
        "fr",
        "L\u{2019}école refuse des élèves, la crèche est pleine",
    ),
    ("en", "Families are waiting for a school place"),
    ("de", "Die Wartezeiten für Wohnungen sind zu lang"),
    ("nl", "Sinds COVID-19 is het loket 👩‍👩‍👧 dicht"),
    ("nl", "لا يوجد مكان في المدرسة"),
];
type Expected = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);
const QUESTIONS: [Expected; 26] = [
    // Stems.
    (
        "woning",
        &[
            "De wachtlijsten voor sociale [woningen] zijn te lang",
            "Gezinnen wachten maanden op een sociale [woning] in de Vaartwijk",
        ],
        &[],
    ),
    (
        "WONINGEN",
        &[
            "De wachtlijsten voor sociale [woningen] zijn te lang",
            "Gezinnen wachten maanden op een sociale [woning] in de Vaartwijk",
        ],
        &[],
    ),
    (
        "gezin",
        &["[Gezinnen] wachten maanden op een sociale woning in de Vaartwijk"],
        &[],
    ),
    ("waits", &["Families are [waiting] for a school place"], &[]),
    (
        "Wartezeit",
        &["Die [Wartezeiten] für Wohnungen sind zu lang"],
        &[],
    ),
    // Accents, and what an apostrophe elides: it is marked with its word.
    (
        "ecole",
        &["[L\u{2019}école] refuse des élèves, la crèche est pleine"],
        &[],
    ),
    (
        "CRECHE",
        &["L\u{2019}école refuse des élèves, la [crèche] est pleine"],
        &[],
    ),
    (
        "eleve",
        &["L\u{2019}école refuse des [élèves], la crèche est pleine"],
        &[],
    ),
    // A function word is not looked for, so it is not marked.
    (
        "fur wohnungen",
        &["Die Wartezeiten für [Wohnungen] sind zu lang"],
        &[],
    ),
    // Compounds, either way.
    (
        "opvang",
        &[
            "Geen buitenschoolse [kinderopvang] na vier uur",
            "Ouders vinden geen kinder [opvang] in het weekend",
        ],
        &[],
    ),
    (
        "kinderopvang",
        &[
            "Geen buitenschoolse [kinderopvang] na vier uur",
            "Ouders vinden geen [kinder opvang] in het weekend",
        ],
        &[],
    ),
    (
        "lijst",
        &["De [wachtlijsten] voor sociale woningen zijn te lang"],
        &[],
    ),
    (
        "wacht lijst",
        &["De [wachtlijsten] voor sociale woningen zijn te lang"],
        &[],
    ),
    // Phrases.
    (
        "\"sociale woning\"",
        &[
            "De wachtlijsten voor [sociale woningen] zijn te lang",
            "Gezinnen wachten maanden op een [sociale woning] in de Vaartwijk",
        ],
        &[],
    ),
    ("\"woning sociale\"", &[], &[]),
    (
        "“op een” maanden",
        &["Gezinnen wachten [maanden] [op een] sociale woning in de Vaartwijk"],
        &[],
    ),
    // No phrase reaches from a text into the parts of its compounds, nor from one compound into the next.
    ("\"lang wacht\"", &[], &[]),
    ("\"opvang wacht\"", &[], &[]),
    // The beginning of a word, while one types.
    (
        "vaart",
        &["Gezinnen wachten maanden op een sociale woning in de [Vaartwijk]"],
        &[],
    ),
    (
        "vaart ",
        &["Gezinnen wachten maanden op een sociale woning in de [Vaartwijk]"],
        &[("vaart", "vaartwijk")],
    ),
    // Slips.
    (
        "wachtlijts ",
        &["De [wachtlijsten] voor sociale woningen zijn te lang"],
        &[("wachtlijts", "wachtlijsten")],
    ),
    (
        "sociale wooning",
        &[
            "De wachtlijsten voor [sociale] [woningen] zijn te lang",
            "Gezinnen wachten maanden op een [sociale] [woning] in de Vaartwijk",
        ],
        &[("wooning", "woning")],
    ),
    ("\"wachtlijts\"", &[], &[]),
    // Numbers, emoji, other scripts.
    ("covid19", &["Sinds [COVID-19] is het loket 👩‍👩‍👧 dicht"], &[]),
    ("المدرسة", &["لا يوجد مكان في [المدرسة]"], &[]),
    ("👩‍👩‍👧", &[], &[]),
];

#[tokio::test]
async fn one_question_finds_the_same_on_both_databases() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    for (language, text) in CORPUS {
        let draft = SignalDraft {
            text: text.to_owned(),
            language: Some(language.to_owned()),
            ..SignalDraft::default()
        };
        nurse
            .submit_signal(&draft)
            .await
            .created::<SubmittedSignal>();
    }
    for (q, expected, corrections) in QUESTIONS {
        let result = finds(&processor, q).await;
        assert_eq!(excerpts(&result, FoundKind::Signal), expected, "{q}");
        let told: Vec<(&str, &str)> = result
            .corrections
            .iter()
            .map(|it| (it.typed.as_str(), it.shown.as_str()))
            .collect();
        assert_eq!(told, corrections, "{q}");
        let total = u64::try_from(expected.len()).unwrap();
        assert_eq!(group(&result, FoundKind::Signal).total, total, "{q}");
    }
}

#[tokio::test]
async fn what_a_slip_stands_for_is_told_and_the_words_as_typed_stay_possible() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    app.provider("linde").submits(TEXTS[1]).await;
    let result = finds(&processor, "wachtlijts").await;
    assert_eq!(result.corrections.len(), 1);
    let literal: SearchResult = processor
        .search("wachtlijts")
        .query("literal", "true")
        .await
        .ok();
    assert!(literal.corrections.is_empty());
    assert!(literal.groups.iter().all(|group| group.total == 0));
}

#[tokio::test]
async fn signals_issues_actions_and_feedback_are_found_together() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse
        .submits("Er is geen kinderopvang in de Vaartwijk")
        .await;
    let issue = works_on(&lead, &[signal.id]).await;
    let words = DescribeDraft {
        title: Some("Te weinig kinderopvang".to_owned()),
        description: Some("Ouders werken minder, want de kribben zijn vol.".to_owned()),
        ..DescribeDraft::default()
    };
    let issue: IssueDetail = lead
        .describe_issue(issue.summary.id, issue.summary.version, &words)
        .await
        .ok();
    let result = finds(&lead, "opvang").await;
    assert_eq!(
        excerpts(&result, FoundKind::Signal),
        ["Er is geen [kinderopvang] in de Vaartwijk"]
    );
    let title = |kind: FoundKind| -> Vec<String> {
        let titles = group(&result, kind)
            .items
            .iter()
            .filter_map(|found| found.title.as_ref());
        titles.map(shown).collect()
    };
    assert_eq!(title(FoundKind::Issue), ["Te weinig [kinderopvang]"]);
    assert_eq!(
        title(FoundKind::Action),
        ["Meer plaatsen voor buitenschoolse [kinderopvang]"]
    );
    assert_eq!(group(&result, FoundKind::Feedback).total, 0);

    let result = finds(&lead, "kribbe").await;
    assert_eq!(
        excerpts(&result, FoundKind::Issue),
        ["Ouders werken minder, want de [kribben] zijn vol."]
    );
    assert_eq!(
        excerpts(&result, FoundKind::Feedback),
        ["De gemeente opent in mei een tweede [kribbe] in de Vaartwijk."]
    );
    let [Found { thing, .. }] = group(&result, FoundKind::Feedback).items.as_slice() else {
        panic!("{result:?}")
    };
    assert!(
        matches!(thing, FoundThing::Feedback { issue: Some(about), sent_on: None, .. } if *about == issue.summary.id),
        "{thing:?}"
    );

    let result = finds(&lead, &issue.summary.number).await;
    let found = group(&result, FoundKind::Issue);
    assert_eq!(found.total, 1);
    assert!(
        matches!(&found.items[0].thing, FoundThing::Issue { number, .. } if *number == issue.summary.number)
    );
}

#[tokio::test]
async fn filters_narrow_every_kind() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse
        .submits("Er is geen kinderopvang in de Vaartwijk")
        .await;
    works_on(&lead, &[signal.id]).await;
    let today = app.today().to_string();
    let yesterday = app.today().plus_days(-1).to_string();
    // Signal, issue (its description tells of a plaats), action, feedback.
    for (q, filters, expected) in [
        ("vaartwijk", &[][..], [1, 0, 0, 1]),
        ("plaats", &[], [0, 1, 1, 0]),
        ("plaats", &[("progress", "open")], [0, 1, 1, 0]),
        ("plaats", &[("progress", "over")], [0, 0, 0, 0]),
        ("vaartwijk", &[("progress", "open")], [1, 0, 0, 1]),
        ("vaartwijk", &[("progress", "over")], [0, 0, 0, 0]),
        ("plaats", &[("theme", "housing")], [0, 1, 1, 0]),
        ("plaats", &[("theme", "work")], [0, 0, 0, 0]),
        ("vaartwijk", &[("theme", "housing")], [0, 0, 0, 1]),
        (
            "vaartwijk",
            &[("from", &today), ("to", &today)],
            [1, 0, 0, 1],
        ),
        ("plaats", &[("from", &today), ("to", &today)], [0, 1, 1, 0]),
        ("vaartwijk", &[("to", &yesterday)], [0, 0, 0, 0]),
        ("plaats", &[("to", &yesterday)], [0, 0, 0, 0]),
    ] {
        let mut call = lead.search(q).query("literal", "true");
        for (name, value) in filters {
            call = call.query(name, value);
        }
        let result: SearchResult = call.await.ok();
        let totals: Vec<u64> = result.groups.iter().map(|group| group.total).collect();
        assert_eq!(totals, expected, "{q} {filters:?}");
    }
    let only: SearchResult = lead.search("plaats").query("kind", "action").await.ok();
    let kinds: Vec<FoundKind> = only.groups.iter().map(|group| group.kind).collect();
    assert_eq!(kinds, [FoundKind::Action]);
}

#[tokio::test]
async fn a_policy_officer_finds_no_signal_no_feedback_and_no_word_of_them() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let officer = app.policy_officer("linde").await;
    let signal = nurse
        .submits("Er is geen kinderopvang in de Vaartwijk")
        .await;
    works_on(&lead, &[signal.id]).await;
    for q in ["vaartwijk", "vaartwjik ", "kribbe", "kirbbe "] {
        let result = finds(&officer, q).await;
        let kinds: Vec<FoundKind> = result.groups.iter().map(|group| group.kind).collect();
        assert_eq!(kinds, [FoundKind::Issue, FoundKind::Action], "{q}");
        assert!(result.groups.iter().all(|group| group.total == 0), "{q}");
        assert!(
            result.corrections.is_empty(),
            "{q}: a correction would tell a word of a signal"
        );
    }
    assert_eq!(
        group(&finds(&officer, "plaatsen").await, FoundKind::Action).total,
        1
    );
    // A word that only a signal has is not known to her: it is taken for a slip.
    nurse.submits("Er zijn geen plaatzen meer").await;
    let told = finds(&officer, "plaatzen ").await.corrections;
    assert_eq!(told.len(), 1, "a word of a signal counted as known");
    for kind in ["signal", "feedback"] {
        let result: SearchResult = officer.search("vaartwijk").query("kind", kind).await.ok();
        assert_eq!(result, SearchResult::default(), "{kind}");
    }
}

#[tokio::test]
async fn masked_words_are_not_found_not_shown_and_not_proposed() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let named = SignalDraft {
        text: "Een moeder met nummer 85.07.30-033.28 zoekt een Zonnebloemhuis".to_owned(),
        ..SignalDraft::default()
    };
    let held: SubmittedSignal = nurse.submit_signal(&named).await.created();
    for q in ["zonnebloemhuis", "zonebloemhuis ", "85.07.30-033.28"] {
        let result = finds(&processor, q).await;
        assert!(result.groups.iter().all(|group| group.total == 0), "{q}");
        assert!(result.corrections.is_empty(), "{q}");
    }
    let version = processor.signal(held.id).await.summary.version;
    let redacted = RedactDraft {
        text: "Een moeder zoekt een Zonnebloemhuis".to_owned(),
    };
    processor
        .redact_signal(held.id, version, &redacted)
        .await
        .ok::<SignalDetail>();
    assert_eq!(
        excerpts(&finds(&processor, "zonnebloem").await, FoundKind::Signal),
        ["Een moeder zoekt een [Zonnebloemhuis]"]
    );
    assert_eq!(
        group(&finds(&processor, "033").await, FoundKind::Signal).total,
        0
    );
}

#[tokio::test]
async fn words_that_were_never_sent_go_with_the_signal_that_they_are_about() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse.submits("Iets over één huis").await;
    let version = processor.signal(signal.id).await.summary.version;
    let end = EndDraft::NotStructural {
        reason: NotStructuralReason::Opinion,
        note: "Dit gaat over één huis.".to_owned(),
    };
    processor
        .end_signal(signal.id, version, &end)
        .await
        .ok::<SignalDetail>();
    let batches = processor.feedback_queue().await;
    let words = ComposeDraft {
        text: "Uw vraag over het Zonnebloemhuis is voor de huisvestingsdienst.".to_owned(),
    };
    processor
        .compose_feedback(&batches[0].id, 0, &words)
        .await
        .ok::<FeedbackBatch>();
    let found = |result: &SearchResult| group(result, FoundKind::Feedback).total;
    assert_eq!(found(&finds(&processor, "zonnebloemhuis").await), 1);
    nurse
        .withdraw_signal(&by(&signal.receipt, Empty {}))
        .await
        .no_content();
    assert_eq!(found(&finds(&processor, "zonnebloemhuis").await), 0);
    assert_eq!(app.database().count("feedback_texts"), 0);
}

#[tokio::test]
async fn a_search_over_everything_stays_within_its_authority() {
    let app = TestApp::start().await;
    let elsewhere = app.lead_processor("heidebeek").await;
    let signal = app
        .provider("heidebeek")
        .submits("Er is geen kinderopvang in de Vaartwijk")
        .await;
    works_on(&elsewhere, &[signal.id]).await;
    let lead = app.lead_processor("linde").await;
    for q in ["opvang", "vaartwijk", "vaartwjik ", "kribbe", "K-1"] {
        let result = finds(&lead, q).await;
        assert!(result.groups.iter().all(|group| group.total == 0), "{q}");
        assert!(result.corrections.is_empty(), "{q}");
    }
    let (there, here) = (app.provider("heidebeek"), app.provider("linde"));
    there.submits("Er zijn geen plaatzen meer").await;
    here.submits("Er zijn geen plaatsen meer").await;
    let told = finds(&lead, "plaatzen ").await.corrections;
    assert_eq!(told.len(), 1, "a word from elsewhere counted as known");
}

#[tokio::test]
async fn what_was_found_comes_in_pages() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    for number in 0..7 {
        let signal = nurse
            .submits(&format!("Wachten op een woning, verhaal {number}"))
            .await;
        lead.opens_issue(&format!("Wachten op een woning {number}"), &[signal.id])
            .await;
    }
    let result = finds(&lead, "woning").await;
    for kind in ["signal", "issue"] {
        let first = group(
            &result,
            if kind == "signal" {
                FoundKind::Signal
            } else {
                FoundKind::Issue
            },
        );
        assert_eq!((first.total, first.items.len()), (7, 5), "{kind}");
        let mut seen = Vec::new();
        let mut after = None::<String>;
        loop {
            let mut call = lead
                .search("woning")
                .query("kind", kind)
                .query("pageSize", "3");
            if let Some(after) = &after {
                call = call.query("after", after);
            }
            let mut page: SearchResult = call.await.ok();
            let page = page.groups.remove(0);
            assert_eq!(page.total, 7, "{kind}");
            seen.extend(
                page.items
                    .into_iter()
                    .map(|found| format!("{:?}", found.thing)),
            );
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 7, "{kind}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 7, "{kind}: none twice");
    }
}

#[tokio::test]
async fn a_question_that_nobody_would_ask_is_answered_or_refused_with_its_limit() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    app.provider("linde").submits(TEXTS[0]).await;
    let hostile = [
        "",
        "   ",
        "\"",
        "'\"()*:^~|&!<->{}",
        "a AND b OR NOT c NEAR(d e, 5)",
        "authority : a00 OR terms : *",
        "\u{202e}gninow\u{202c}",
        "🏚️🏚️🏚️",
        "ß",
        "%",
        "_____",
        "x' OR '1'='1",
    ];
    for q in hostile {
        let result = finds(&processor, q).await;
        assert!(result.groups.iter().all(|group| group.total == 0), "{q}");
    }
    let longest = "é".repeat(200);
    processor.search(&longest).await.assert_status(200);
    for q in ["a".repeat(201), "woning ".repeat(300)] {
        let answer: Answer = processor.search(&q).await;
        answer.assert_status(422);
        let problem: serde_json::Value = answer.json();
        assert_eq!(problem["issues"][0]["name"], "q", "{problem}");
        assert!(
            problem.to_string().contains("200"),
            "the limit is told: {problem}"
        );
        assert!(!problem.to_string().contains("woning"), "{problem}");
    }
    let answer = processor.search(&"a".repeat(10_000)).await;
    assert!([400, 414].contains(&answer.status), "{}", answer.status);
    for (name, value) in [
        ("kind", "organisation"),
        ("progress", "maybe"),
        ("from", "yesterday"),
        ("literal", "perhaps"),
        ("after", "2026-11-30"),
        ("colour", "blue"),
    ] {
        let answer = processor.search("woning").query(name, value).await;
        assert!(
            [400, 422].contains(&answer.status),
            "{name} {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn a_search_costs_as_many_statements_among_many_as_among_few() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let mut statements = Vec::new();
    for size in [7, 20] {
        for number in 0..size {
            let signal = nurse
                .submits(&format!("Wachten op een woning, verhaal {number}"))
                .await;
            lead.opens_issue(&format!("Wachten op een woning {number}"), &[signal.id])
                .await;
        }
        let mut least = [usize::MAX; 2];
        for _ in 0..5 {
            for (least, q) in least.iter_mut().zip(["woning verhaal", "zwembad"]) {
                let before = testkit::recorder::sent();
                finds(&lead, q).await;
                *least = (*least).min(testkit::recorder::sent() - before);
            }
        }
        statements.push(least);
    }
    assert_eq!(statements[0], statements[1]);
}

#[tokio::test]
async fn what_an_earlier_release_wrote_is_found_once_its_words_are_made_anew() {
    let app = TestApp::start().await;
    let (nurse, lead) = (app.provider("linde"), app.lead_processor("linde").await);
    let signal = nurse
        .submits("Er is geen kinderopvang in de Vaartwijk")
        .await;
    works_on(&lead, &[signal.id]).await;
    let held = SignalDraft {
        text: "Een moeder met nummer 85.07.30-033.28 zoekt kinderopvang".to_owned(),
        ..SignalDraft::default()
    };
    nurse
        .submit_signal(&held)
        .await
        .created::<SubmittedSignal>();
    // As the release before left it: no parts of compounds, no words of actions and feedback.
    let due = "words_due_at = created_at";
    for statement in [
        "UPDATE signal_texts SET search_terms = '', words_due_at = (SELECT received_at FROM signals WHERE signals.id = signal_id)",
        &format!("UPDATE issues SET search_terms = '', {due}"),
        &format!("UPDATE actions SET search_terms = '', {due}"),
        &format!("UPDATE feedback_texts SET search_terms = '', {due}"),
    ] {
        app.database().execute(statement);
    }
    if app.database().is_sqlite() {
        app.database().execute("DELETE FROM signal_search");
    }
    let totals = |result: &SearchResult| -> Vec<u64> {
        result.groups.iter().map(|group| group.total).collect()
    };
    for q in ["plaatsen", "wachtlijst", "kribbe", "opvang"] {
        assert_eq!(totals(&finds(&lead, q).await), [0, 0, 0, 0], "{q}");
    }
    app.advance(chrono::Duration::days(1));
    app.begins_the_day().await;
    app.run_jobs().await;
    assert_eq!(totals(&finds(&lead, "plaatsen").await), [0, 0, 1, 0]);
    assert_eq!(totals(&finds(&lead, "wachtlijst").await), [0, 1, 0, 0]);
    assert_eq!(totals(&finds(&lead, "kribbe").await), [0, 0, 0, 1]);
    assert_eq!(
        excerpts(&finds(&lead, "opvang").await, FoundKind::Signal),
        ["Er is geen [kinderopvang] in de Vaartwijk"],
        "held text stays unsearched"
    );
}
