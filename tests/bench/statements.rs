//! How many statements an operation sends, counted in one process once its caches are warm.

use shared::page::Page;
use shared::signal::SignalSummary;
use testkit::{Asks, TestApp, recorder};

use crate::operation::Operation;

/// Statements and frames of transactions, per operation.
pub(crate) struct Statements(Vec<(Operation, (usize, usize))>);

impl Statements {
    pub(crate) fn of(&self, wanted: Operation) -> (usize, usize) {
        let found = self.0.iter().find(|(operation, _)| *operation == wanted);
        found.map(|(_, counts)| *counts).unwrap_or_default()
    }
}

/// Counts on the chosen engine. What else goes on in the process (lists that are reread every few seconds) only ever
/// adds, so the least of several rounds counts.
pub(crate) async fn count() -> Statements {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let mut known = nurse
        .submits("Signaal over de wachtlijst voor een woning")
        .await;
    for number in 0..60 {
        let text = format!("Signaal {number} over de wachtlijst voor een woning");
        known = nurse.submits(&text).await;
    }
    let list = || processor.list_signals();
    let first: Page<SignalSummary> = list().query("pageSize", "50").await.ok();
    let after = first.next.expect("a second page");
    let mut least = Vec::new();
    for operation in Operation::ALL {
        let mut counts = Vec::new();
        for _ in 0..6 {
            let before = (recorder::sent(), recorder::frames());
            match operation {
                Operation::Create => {
                    drop(nurse.submits("Nog een signaal over de wachtlijst").await);
                }
                Operation::List => {
                    list().query("pageSize", "50").await.assert_status(200);
                }
                Operation::LastPage => {
                    let call = list().query("pageSize", "50").query("after", &after);
                    call.await.assert_status(200);
                }
                Operation::Detail => drop(processor.signal(known.id).await),
                Operation::Search | Operation::RareSearch => {
                    list().query("q", operation.word()).await.assert_status(200);
                }
            }
            counts.push((recorder::sent() - before.0, recorder::frames() - before.1));
        }
        least.push((operation, counts.into_iter().min().unwrap_or_default()));
    }
    Statements(least)
}
