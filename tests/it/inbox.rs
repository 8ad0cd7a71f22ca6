//! The inbox with very many signals: their ids, the same act on many of them, kept views, and what goes out as a file.

use chrono::Duration;
use shared::id::SignalId;
use shared::issue::IssueDetail;
use shared::life_cycle::SignalState;
use shared::page::Page;
use shared::question::NoteDraft;
use shared::saved_view::{SavedView, SavedViewDraft};
use shared::signal::{CodeDraft, EndDraft, SignalDetail, SignalFilter, SignalSummary, TagStatus};
use shared::signal_changes::{
    ChangedSignal, SeenSignal, SignalChange, SignalChanges, SignalChangesDraft, SignalIds,
};
use shared::signal_export::{SignalExport, SignalExportDraft};
use shared::taxonomy::Scheme;
use testkit::{Asks, TestApp};

const WAITING: &str = "Gezinnen wachten maanden op een woning in de wijk";

fn theme(code: &str) -> CodeDraft {
    CodeDraft {
        scheme: Scheme::Theme,
        code: code.to_owned(),
    }
}

fn confirms(code: &str) -> SignalChange {
    SignalChange {
        confirm: vec![theme(code)],
        ..SignalChange::default()
    }
}

fn links(issue: &IssueDetail) -> SignalChange {
    SignalChange {
        link: Some(issue.summary.id),
        ..SignalChange::default()
    }
}

fn unseen(signals: &[SignalId]) -> Vec<SeenSignal> {
    let seen = |id: &SignalId| SeenSignal {
        id: *id,
        version: None,
    };
    signals.iter().map(seen).collect()
}

async fn changes(who: &dyn Asks, signals: Vec<SeenSignal>, change: SignalChange) -> SignalChanges {
    let draft = SignalChangesDraft { signals, change };
    who.change_signals(&draft).await.ok()
}

/// Takes back what was done, as the desk does it.
async fn takes_back(who: &dyn Asks, done: &[ChangedSignal]) {
    for changed in done {
        let Some(undo) = changed.undo.clone() else {
            continue;
        };
        let seen = SeenSignal {
            id: changed.id,
            version: Some(changed.version),
        };
        let back = changes(who, vec![seen], undo).await;
        assert!(back.refused.is_empty(), "{:?}", back.refused);
    }
}

fn themes(signal: &SignalDetail) -> Vec<(String, TagStatus)> {
    let tags = signal.summary.tags.iter();
    tags.map(|tag| (tag.code.to_string(), tag.status)).collect()
}

async fn submitted(app: &TestApp, texts: &[&str]) -> Vec<SignalId> {
    let nurse = app.provider("linde");
    let mut ids = Vec::new();
    for text in texts {
        ids.push(nurse.submits(text).await.id);
    }
    ids
}

#[tokio::test]
async fn the_ids_of_a_list_are_those_of_its_rows_in_their_order() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    for day in 0..3 {
        let text = format!("{WAITING}, dag {day}");
        submitted(&app, &[&text, WAITING, "Het loket is dicht op zaterdag"]).await;
        app.advance(Duration::days(1));
    }
    for filter in [
        vec![],
        vec![("q", "woning")],
        vec![("state", "received")],
        vec![("state", "held")],
    ] {
        let with = |call: testkit::Call| {
            filter
                .iter()
                .fold(call, |call, (name, value)| call.query(name, value))
        };
        let rows: Page<SignalSummary> = with(processor.list_signals().query("pageSize", "100"))
            .await
            .ok();
        let ids: SignalIds = with(processor.list_signal_ids()).await.ok();
        let of_rows: Vec<SignalId> = rows.items.iter().map(|row| row.id).collect();
        assert_eq!(ids.items, of_rows, "{filter:?}");
        assert!(!ids.more);
    }
    let ids: SignalIds = processor.list_signal_ids().await.ok();
    assert_eq!(ids.items.len(), 9);
    let nothing: SignalIds = processor.list_signal_ids().query("q", "!?").await.ok();
    assert!(nothing.items.is_empty(), "nothing searchable finds nothing");
}

#[tokio::test]
async fn rows_are_read_by_their_ids_whatever_became_of_them() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let ids = submitted(&app, &[WAITING, "Het loket is dicht op zaterdag", WAITING]).await;
    let detail = processor.signal(ids[0]).await;
    let end = EndDraft::NotStructural {
        reason: shared::codes::NotStructuralReason::Opinion,
        note: "Een mening.".to_owned(),
    };
    processor
        .end_signal(ids[0], detail.summary.version, &end)
        .await
        .assert_status(200);
    let call = processor.list_signals().query("id", &ids[0].to_string());
    let rows: Page<SignalSummary> = call.query("id", &ids[2].to_string()).await.ok();
    let mut found: Vec<SignalId> = rows.items.iter().map(|row| row.id).collect();
    found.sort_unstable();
    let mut wanted = vec![ids[0], ids[2]];
    wanted.sort_unstable();
    assert_eq!(found, wanted);

    let many = (0..101).fold(processor.list_signals(), |call, _| {
        call.query("id", &ids[0].to_string())
    });
    // So many ids do not fit into an address; a hundred do.
    assert!([400, 422].contains(&many.await.status));
    let other = app.processor("heidebeek").await;
    let none: Page<SignalSummary> = other
        .list_signals()
        .query("id", &ids[0].to_string())
        .await
        .ok();
    assert!(none.items.is_empty(), "of another authority");
}

#[tokio::test]
async fn many_signals_are_changed_at_once_and_each_tells_what_undoes_it() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let ids = submitted(&app, &[WAITING, WAITING, WAITING, WAITING]).await;
    let issue = processor
        .opens_issue("Wachten op een woning", &ids[..1])
        .await;
    let before = changes(&processor, unseen(&ids[..2]), confirms("housing")).await;
    assert_eq!((before.done.len(), before.refused.len()), (2, 0));

    let both = SignalChange {
        link: Some(issue.summary.id),
        ..confirms("housing")
    };
    let answer = changes(&processor, unseen(&ids), both).await;
    assert_eq!((answer.done.len(), answer.refused.len()), (4, 0));
    let undone = answer.done.iter().map(|done| done.undo.clone());
    let expected = [
        None,
        Some(SignalChange {
            unlink: Some(issue.summary.id),
            ..SignalChange::default()
        }),
        Some(SignalChange {
            reconsider: vec![theme("housing")],
            unlink: Some(issue.summary.id),
            ..SignalChange::default()
        }),
    ];
    let undone: Vec<_> = undone.take(3).collect();
    assert_eq!(undone, expected, "only what is new is undone");
    assert_eq!(processor.issue(&issue).await.summary.signals, 4);
    assert_eq!(
        app.database()
            .count("audit WHERE operation = 'changeSignals'"),
        6
    );

    let again = changes(&processor, unseen(&ids), confirms("housing")).await;
    assert!(
        again.done.iter().all(|done| done.undo.is_none()),
        "sent again, it changes nothing"
    );

    takes_back(&processor, &answer.done).await;
    assert_eq!(processor.issue(&issue).await.summary.signals, 1);
    let first = processor.signal(ids[1]).await;
    assert_eq!(
        themes(&first),
        [("housing".to_owned(), TagStatus::Confirmed)]
    );
    assert_eq!(first.summary.state, SignalState::Received);
    let last = themes(&processor.signal(ids[3]).await);
    assert!(
        last.iter()
            .all(|(_, status)| *status != TagStatus::Confirmed)
    );
}

#[tokio::test]
async fn what_is_refused_leaves_the_others_as_they_are_wanted_and_says_why() {
    let app = TestApp::start().await;
    let (processor, colleague) = (app.processor("linde").await, app.processor("linde").await);
    let ids = submitted(&app, &[WAITING, WAITING, WAITING, WAITING]).await;
    let held = app
        .provider("linde")
        .submits("Mevrouw met rijksregisternummer 85.07.30-033.28 wacht op een woning")
        .await;
    let elsewhere = app.provider("heidebeek").submits(WAITING).await;
    let issue = processor
        .opens_issue("Wachten op een woning", &ids[3..])
        .await;
    // Somebody else decides meanwhile.
    let seen = processor.signal(ids[0]).await.summary.version;
    changes(&colleague, unseen(&ids[..1]), confirms("work")).await;
    let end = EndDraft::NotStructural {
        reason: shared::codes::NotStructuralReason::Opinion,
        note: "Een mening.".to_owned(),
    };
    let version = colleague.signal(ids[1]).await.summary.version;
    colleague
        .end_signal(ids[1], version, &end)
        .await
        .assert_status(200);

    let mut signals = unseen(&[ids[0], ids[1], ids[2], held.id, elsewhere.id]);
    signals[0].version = Some(seen);
    let answer = changes(&processor, signals, links(&issue)).await;
    let done: Vec<SignalId> = answer.done.iter().map(|done| done.id).collect();
    assert_eq!(done, [ids[2]]);
    let refused: Vec<_> = answer
        .refused
        .iter()
        .map(|refused| (refused.id, refused.problem.status))
        .collect();
    let expected = [
        (ids[0], 412),
        (ids[1], 409),
        (held.id, 409),
        (elsewhere.id, 404),
    ];
    assert_eq!(refused, expected);
    assert!(answer.refused[0].problem.current_version.is_some());
    assert!(processor.signal(ids[0]).await.summary.issues.is_empty());
    assert_eq!(processor.issue(&issue).await.summary.signals, 2);

    let unknown = SignalChange {
        link: Some(uuid::Uuid::from_u128(1).into()),
        ..SignalChange::default()
    };
    let none = changes(&processor, unseen(&ids[2..3]), unknown).await;
    assert_eq!(none.refused[0].problem.status, 422);
}

#[tokio::test]
async fn an_act_on_nothing_or_on_too_many_is_refused_as_a_whole() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let draft = |count: u128, change| SignalChangesDraft {
        signals: unseen(
            &(1..=count)
                .map(|number| uuid::Uuid::from_u128(number).into())
                .collect::<Vec<_>>(),
        ),
        change,
    };
    for (draft, pointer) in [
        (draft(0, confirms("housing")), "/signals"),
        (draft(501, confirms("housing")), "/signals"),
        (draft(1, SignalChange::default()), "/change"),
        (
            draft(1, confirms("no-such-theme")),
            "/change/confirm/0/code",
        ),
    ] {
        let answer = processor.change_signals(&draft).await;
        let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
        assert_eq!(problem.issues[0].name, pointer);
    }
}

fn view(name: &str, q: Option<&str>) -> SavedViewDraft {
    SavedViewDraft {
        name: name.to_owned(),
        filter: SignalFilter {
            state: vec![SignalState::Received],
            theme: vec!["left-the-taxonomy".to_owned()],
            q: q.map(str::to_owned),
            ..SignalFilter::default()
        },
    }
}

async fn kept(who: &dyn Asks) -> Vec<SavedView> {
    let page: Page<SavedView> = who.list_saved_views().await.ok();
    page.items
}

#[tokio::test]
async fn a_view_is_kept_under_its_name_by_one_person_until_she_leaves() {
    let app = TestApp::start().await;
    let (one, other) = (app.processor("linde").await, app.processor("linde").await);
    let first: SavedView = one.save_view(&view("Wonen", None)).await.created();
    assert_eq!(kept(&one).await, std::slice::from_ref(&first));
    assert_eq!(
        first.filter.theme,
        ["left-the-taxonomy"],
        "it is kept as it was seen"
    );
    assert!(kept(&other).await.is_empty(), "one's own");
    other
        .remove_saved_view(first.id)
        .await
        .assert_problem(404, "belgif:resourceNotFound");

    let second: SavedView = one
        .save_view(&view("Wonen", Some("woning")))
        .await
        .created();
    assert_eq!(
        kept(&one).await,
        std::slice::from_ref(&second),
        "it makes room for its namesake"
    );
    assert_eq!(one.remove_saved_view(second.id).await.status, 204);
    assert!(kept(&one).await.is_empty());

    one.save_view(&view("Wonen", None))
        .await
        .created::<SavedView>();
    let administrator = app.administrator("linde").await;
    administrator
        .end_membership(one.memberships[0], 1)
        .await
        .assert_status(204);
    assert_eq!(app.database().count("saved_views"), 0);
}

#[tokio::test]
async fn a_view_names_no_person_and_there_are_thirty_at_most() {
    let app = TestApp::start().await;
    let one = app.processor("linde").await;
    for (draft, pointer) in [
        (view("", None), "/name"),
        (view("Mevrouw 85.07.30-033.28", None), "/name"),
        (view("Wonen", Some("85.07.30-033.28")), "/filter/q"),
    ] {
        let answer = one.save_view(&draft).await;
        let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
        assert_eq!(problem.issues[0].name, pointer);
    }
    for number in 0..30 {
        let draft = view(&format!("Weergave {number}"), None);
        one.save_view(&draft).await.created::<SavedView>();
    }
    let full = one.save_view(&view("Nog een", None)).await;
    let problem = full.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/name");
    one.save_view(&view("Weergave 7", None))
        .await
        .created::<SavedView>();
}

#[tokio::test]
async fn a_file_holds_facts_and_no_word_and_is_in_the_log() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let ids = submitted(&app, &[WAITING, "Het loket is dicht op zaterdag", WAITING]).await;
    changes(&processor, unseen(&ids[..1]), confirms("housing")).await;
    let all = processor
        .export_signals(&SignalExportDraft::default())
        .await;
    assert!(!all.text().contains("woning"), "no word of a signal");
    let all: SignalExport = all.ok();
    assert_eq!(all.items.len(), 3);
    let tagged = all.items.iter().find(|signal| signal.id == ids[0]).unwrap();
    assert_eq!(tagged.themes, ["housing"]);
    assert_eq!(tagged.state, SignalState::Received);

    let named = SignalExportDraft {
        signals: vec![ids[1]],
    };
    let one: SignalExport = processor.export_signals(&named).await.ok();
    let exported: Vec<SignalId> = one.items.iter().map(|signal| signal.id).collect();
    assert_eq!(exported, [ids[1]]);
    let found: SignalExport = processor
        .export_signals(&SignalExportDraft::default())
        .query("theme", "housing")
        .await
        .ok();
    assert_eq!(found.items.len(), 1);
    assert_eq!(
        app.database()
            .count("audit WHERE operation = 'exportSignals'"),
        3
    );

    let too_many = SignalExportDraft {
        signals: vec![ids[0]; 501],
    };
    let answer = processor.export_signals(&too_many).await;
    answer.assert_problem(422, "lokaalsignaal:invalidDraft");
}

#[tokio::test]
async fn a_question_that_is_open_does_not_stop_a_theme() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    let ids = submitted(&app, &[WAITING]).await;
    let version = processor.signal(ids[0]).await.summary.version;
    let question = NoteDraft {
        text: "In welke wijk is dat?".to_owned(),
    };
    processor
        .ask_question(ids[0], version, &question)
        .await
        .assert_status(200);
    let answer = changes(&processor, unseen(&ids), confirms("housing")).await;
    assert_eq!(answer.done.len(), 1);
}
