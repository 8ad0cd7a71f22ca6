//! "The processor may know who I am" (decisions.md 11): per signal, off by default, taken back at any time.

use shared::signal::{Disclosure, DisclosureDraft, SubmittedSignal};
use shared::timeline::{Empty, Timeline};
use testkit::{Asks, Provider, TestApp, by};

const NAME: &str = "Annelore Vandevoordelinckx";
const REACH: &str = "Thuiszorg De Zeldzame Wielewaal";

fn known() -> DisclosureDraft {
    DisclosureDraft {
        name: Some(NAME.to_owned()),
        reach: Some(REACH.to_owned()),
    }
}

async fn sends_and_tells(nurse: &Provider) -> SubmittedSignal {
    let signal = nurse
        .submits("Gezinnen wachten maanden op een woning")
        .await;
    let timeline: Timeline = nurse
        .change_disclosure(&by(&signal.receipt, known()))
        .await
        .ok();
    assert!(timeline.disclosed);
    signal
}

#[tokio::test]
async fn nobody_is_known_who_did_not_say_so() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = nurse
        .submits("Gezinnen wachten maanden op een woning")
        .await;
    assert!(!nurse.timeline(&signal.receipt).await.disclosed);
    assert!(!processor.signal(signal.id).await.disclosed);
    let refused = processor.reveal_disclosure(signal.id, &Empty {}).await;
    refused.assert_problem(409, "lokaalsignaal:wrongState");
}

#[tokio::test]
async fn a_processor_reads_who_it_is_and_the_log_says_so() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = sends_and_tells(&nurse).await;
    let detail = processor.get_signal(signal.id).await.text();
    assert!(detail.contains("\"disclosed\":true"), "{detail}");
    assert!(!detail.contains(NAME) && !detail.contains(REACH));
    let shown: Disclosure = processor.reveal_disclosure(signal.id, &Empty {}).await.ok();
    assert_eq!(shown.name, NAME);
    assert_eq!(shown.reach.as_deref(), Some(REACH));
    let looked = "audit WHERE operation = 'revealDisclosure' AND outcome = 'done'";
    assert_eq!(app.database().count(looked), 1);
    for word in [NAME, REACH] {
        assert!(!app.database().disk_holds(word), "{word} is sealed");
    }
}

#[tokio::test]
async fn what_is_taken_back_is_gone_for_good() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let signal = sends_and_tells(&nurse).await;
    let back: Timeline = nurse
        .change_disclosure(&by(&signal.receipt, DisclosureDraft::default()))
        .await
        .ok();
    assert!(!back.disclosed);
    assert_eq!(app.database().count("disclosures"), 0);
    assert_eq!(
        app.database()
            .count("erasure_log WHERE subject_type = 'disclosure'"),
        1
    );
    let refused = processor.reveal_disclosure(signal.id, &Empty {}).await;
    refused.assert_problem(409, "lokaalsignaal:wrongState");
}

#[tokio::test]
async fn a_withdrawn_signal_tells_nobody_who_sent_it() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = sends_and_tells(&nurse).await;
    nurse
        .withdraw_signal(&by(&signal.receipt, Empty {}))
        .await
        .no_content();
    assert_eq!(app.database().count("disclosures"), 0);
    let late = nurse.change_disclosure(&by(&signal.receipt, known())).await;
    late.assert_problem(409, "lokaalsignaal:wrongState");
}

#[tokio::test]
async fn how_to_reach_somebody_without_a_name_is_refused_at_the_field() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    let signal = nurse
        .submits("Gezinnen wachten maanden op een woning")
        .await;
    let nameless = DisclosureDraft {
        reach: Some(REACH.to_owned()),
        name: None,
    };
    let refused = nurse
        .change_disclosure(&by(&signal.receipt, nameless))
        .await;
    let problem = refused.assert_problem(422, "lokaalsignaal:invalidDraft");
    assert_eq!(problem.issues[0].name, "/body/name");
}
