//! One line per profession on secrecy and mandate: data of the authority, and lines that ship until it writes its own.

use shared::profession::{DEFAULT, Profession, ProfessionsDraft};
use shared::taxonomy::Taxonomy;
use testkit::{Asks, TestApp};

fn shipped() -> Vec<Profession> {
    serde_json::from_str(DEFAULT).unwrap()
}

fn draft(professions: &[Profession]) -> ProfessionsDraft {
    serde_json::from_value(serde_json::json!({ "professions": professions })).unwrap()
}

async fn shown(app: &TestApp, slug: &str) -> Taxonomy {
    app.anyone().get_taxonomy(slug).await.ok()
}

#[tokio::test]
async fn every_authority_starts_with_the_lines_that_ship() {
    let app = TestApp::start().await;
    assert_eq!(shown(&app, "linde").await.professions, Some(shipped()));
}

#[tokio::test]
async fn an_administrator_writes_the_lines_of_the_authority_and_of_no_other() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let mut own = vec![shipped()[0].clone()];
    own[0].note.nl = "U hebt beroepsgeheim. Vraag raad aan uw coördinator.".to_owned();
    let changed: Taxonomy = administrator.change_professions(1, &draft(&own)).await.ok();
    assert_eq!(
        (changed.revision, &changed.professions),
        (2, &Some(own.clone()))
    );
    let linde = shown(&app, "linde").await;
    assert_eq!((linde.revision, linde.professions), (2, Some(own)));
    assert_eq!(
        linde.themes.len(),
        shown(&app, "heidebeek").await.themes.len()
    );
    assert_eq!(shown(&app, "heidebeek").await.professions, Some(shipped()));
    let written = "audit WHERE operation = 'changeProfessions' AND outcome = 'done'";
    assert_eq!(app.database().count(written), 1);

    let none: Taxonomy = administrator.change_professions(2, &draft(&[])).await.ok();
    assert_eq!(none.professions, Some(Vec::new()), "no line at all");
    let back = ProfessionsDraft::default();
    let back: Taxonomy = administrator.change_professions(3, &back).await.ok();
    assert_eq!(back.professions, Some(shipped()), "what ships holds again");
}

#[tokio::test]
async fn a_line_is_short_and_plain_and_the_older_version_wins_nothing() {
    let app = TestApp::start().await;
    let administrator = app.administrator("linde").await;
    let mut long = vec![shipped()[0].clone()];
    long[0].note.de = "lang ".repeat(50);
    let refused = administrator.change_professions(1, &draft(&long)).await;
    let problem = refused.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/professions/0/note/de");
    let two_lines = serde_json::json!({ "professions": shipped() }).to_string();
    let two_lines = two_lines.replace("beroepsgeheim. ", "beroepsgeheim.\\n");
    let two_lines = serde_json::from_str(&two_lines).unwrap();
    let refused = administrator.change_professions(1, &two_lines).await;
    refused.assert_problem(422, "lokaalsignaal:invalidDraft");

    administrator
        .change_professions(1, &draft(&[]))
        .await
        .assert_status(200);
    let late = administrator
        .change_professions(1, &draft(&shipped()))
        .await;
    late.assert_problem(412, "lokaalsignaal:staleVersion");
    assert_eq!(shown(&app, "linde").await.professions, Some(Vec::new()));
}
