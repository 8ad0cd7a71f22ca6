//! What was erased leaves the disk as well, without anybody asking.

use chrono::Duration;
use shared::timeline::Empty;
use testkit::{Asks, TestApp, by};

/// Part of a word: SQLite's index leaves out what a word shares with the one before it, such as its first letter.
const ERASED: &str = "ielewa";

#[tokio::test]
async fn what_was_erased_leaves_the_disk_with_the_work_of_the_next_day() {
    let app = TestApp::start().await;
    let nurse = app.provider("linde");
    app.begins_the_day().await;
    app.run_jobs().await;

    let signal = nurse
        .submits("De zeldzame wielewaal wacht op een woning")
        .await;
    nurse
        .withdraw_signal(&by(&signal.receipt, Empty {}))
        .await
        .no_content();
    let stays = app.database().disk_holds(ERASED);
    assert!(
        stays,
        "erasing alone leaves words in logs, indexes and dead rows"
    );
    app.begins_the_day().await;
    assert!(
        !app.run_jobs().await.contains(&"forget".to_owned()),
        "once a day is enough"
    );

    app.advance(Duration::days(1));
    app.begins_the_day().await;
    assert!(app.run_jobs().await.contains(&"forget".to_owned()));
    assert!(
        !app.database().disk_holds(ERASED),
        "neither the word nor its stem"
    );
}
