//! What a client must know before anybody signs in.

use serde_json::Value;
use shared::authority::{Authority, CONTRACT, Meta};
use shared::codes::Language;
use shared::taxonomy::Taxonomy;
use testkit::{Asks, TestApp};

#[tokio::test]
async fn a_client_learns_which_contract_the_server_speaks() {
    let app = TestApp::start().await;
    let answer = app.anyone().get_meta().await;
    let meta: Meta = answer.ok();
    assert_eq!(meta.contract, CONTRACT);
    assert!(meta.oldest_contract <= meta.contract);
    assert_eq!(meta.version, env!("CARGO_PKG_VERSION"));
    assert_eq!(
        answer.header("lokaalsignaal-contract"),
        CONTRACT.to_string(),
        "every answer says it too"
    );
}

#[tokio::test]
async fn everybody_sees_how_to_reach_an_authority_and_nothing_of_what_happens_in_it() {
    let app = TestApp::start().await;
    app.provider("linde")
        .submits("De zeldzame wielewaal wacht op een woning")
        .await;
    let answer = app.anyone().get_authority("linde").await;
    assert!(!answer.text().contains("wielewaal"));
    let linde: Authority = answer.ok();
    assert_eq!(
        (linde.slug.as_str(), linde.name.as_str()),
        ("linde", "Stad Linde")
    );
    assert_eq!(linde.languages[0], Language::Nl, "the first is the default");
    assert_eq!(linde.answer_term_days, 30);
    assert_eq!(linde.places, ["Vaartwijk", "Oude Haven"]);
    let unknown = app.anyone().get_authority("nergens").await;
    unknown.assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn a_taxonomy_has_a_version_and_a_label_in_every_language() {
    let app = TestApp::start().await;
    let answer = app.anyone().get_taxonomy("linde").await;
    assert_eq!(answer.header("etag"), "\"1\"");
    let shown: Value = answer.json();
    let taxonomy: Taxonomy = answer.ok();
    assert_eq!(taxonomy.revision, 1);
    for list in [
        "themes",
        "targetGroups",
        "providerSectors",
        "governanceLevels",
    ] {
        let concepts = shown[list].as_array().unwrap();
        assert!(!concepts.is_empty(), "{list}");
        for concept in concepts {
            for language in ["nl", "fr", "en", "de"] {
                let label = concept[language].as_str().unwrap_or_default();
                assert!(!label.is_empty(), "{list} {} {language}", concept["code"]);
            }
        }
    }
    let unknown = app.anyone().get_taxonomy("nergens").await;
    unknown.assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn whoever_watches_the_server_hears_whether_the_database_answers() {
    let app = TestApp::start().await;
    let health: Value = app.anyone().get_health().await.ok();
    assert_eq!(health["status"], "UP");
}

#[tokio::test]
async fn an_old_token_closes_no_door_that_is_open_to_everybody() {
    let app = TestApp::start().await;
    let token = app.processor("linde").await.access_token();
    app.advance(chrono::Duration::minutes(20));
    let old = |call: testkit::Call| call.bearer(&token);
    old(app.anyone().get_meta()).await.assert_status(200);
    old(app.anyone().get_authority("linde"))
        .await
        .assert_status(200);
    old(app.anyone().get_me())
        .await
        .assert_problem(401, "belgif:expiredAccessToken");
}
