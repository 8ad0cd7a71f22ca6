//! Actions: listed by their day, changed while they run, late when their day passed.

use chrono::Duration;
use shared::action::{Action, ActionDraft, ActionStepDraft};
use shared::codes::Role;
use shared::id::{ActionId, OrganisationId};
use shared::issue::IssueDetail;
use shared::life_cycle::{ActionEvent, ActionState};
use shared::page::Page;
use shared::start::Start;
use testkit::{Asks, Staff, TestApp};

/// An issue on which something is done, and who does it.
async fn decided(app: &TestApp) -> (Staff, IssueDetail) {
    let lead = app.lead_processor("linde").await;
    let signal = app
        .provider("linde")
        .submits("Gezinnen wachten maanden op een woning")
        .await;
    let issue = lead.decides_to_act_on(&[signal.id]).await;
    (lead, issue)
}

fn draft(title: &str, owner: OrganisationId, due_on: shared::time::Day) -> ActionDraft {
    ActionDraft {
        title: title.to_owned(),
        owner: owner.to_string(),
        owner_member: None,
        due_on: due_on.to_string(),
    }
}

async fn plans(lead: &Staff, issue: &IssueDetail, draft: &ActionDraft) -> Action {
    let version = lead.issue(issue).await.summary.version;
    lead.plan_action(issue.summary.id, version, draft)
        .await
        .created()
}

fn step(event: ActionEvent) -> ActionStepDraft {
    let note = (event == ActionEvent::Cancel).then(|| "Het geld is op.".to_owned());
    ActionStepDraft { event, note }
}

#[tokio::test]
async fn what_is_due_first_stands_first_and_filters_narrow_each_other() {
    let app = TestApp::start().await;
    let (lead, issue) = decided(&app).await;
    let (one, two) = (app.organisations("linde")[0], app.organisations("linde")[1]);
    let today = app.today();
    let later = plans(&lead, &issue, &draft("Loket", one, today.plus_days(20))).await;
    let sooner = plans(&lead, &issue, &draft("Folder", two, today.plus_days(5))).await;
    let soonest = plans(&lead, &issue, &draft("Overleg", one, today.plus_days(1))).await;
    let started: Action = lead
        .move_action(sooner.id, sooner.version, &step(ActionEvent::Cancel))
        .await
        .ok();
    assert_eq!(started.state, ActionState::Cancelled);
    let (one, two) = (one.to_string(), two.to_string());
    for (filters, expected) in [
        (&[][..], &[soonest.id, sooner.id, later.id][..]),
        (&[("owner", one.as_str())], &[soonest.id, later.id]),
        (
            &[("owner", one.as_str()), ("owner", two.as_str())],
            &[soonest.id, sooner.id, later.id],
        ),
        (&[("state", "planned")], &[soonest.id, later.id]),
        (&[("state", "cancelled"), ("owner", one.as_str())], &[]),
        (&[("overdue", "true")], &[]),
    ] {
        let mut call = lead.list_actions();
        for (name, value) in filters {
            call = call.query(name, value);
        }
        let page: Page<Action> = call.await.ok();
        let ids: Vec<ActionId> = page.items.iter().map(|row| row.id).collect();
        assert_eq!(ids, expected, "{filters:?}");
        let known = |row: &Action| {
            row.issue == issue.summary.id
                && row.issue_number == issue.summary.number
                && !row.owner_name.is_empty()
        };
        assert!(page.items.iter().all(known), "{:?}", page.items);
    }
    app.advance(Duration::days(2));
    let page: Page<Action> = lead.list_actions().query("overdue", "true").await.ok();
    let ids: Vec<ActionId> = page.items.iter().map(|row| row.id).collect();
    assert_eq!(ids, [soonest.id], "what is cancelled is not late");
}

#[tokio::test]
async fn actions_of_one_day_come_page_by_page() {
    let app = TestApp::start().await;
    let (lead, issue) = decided(&app).await;
    let owner = app.organisations("linde")[0];
    let mut made = Vec::new();
    for number in 0..5 {
        let due_on = app.today().plus_days(7);
        let planned = draft(&format!("Loket {number}"), owner, due_on);
        made.push(plans(&lead, &issue, &planned).await.id);
    }
    let mut seen = Vec::new();
    let mut call = lead.list_actions().query("pageSize", "2");
    loop {
        let page: Page<Action> = call.await.ok();
        seen.extend(page.items.into_iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        call = lead
            .list_actions()
            .query("pageSize", "2")
            .query("after", &next);
    }
    made.sort();
    seen.sort();
    assert_eq!(seen, made);
}

#[tokio::test]
async fn an_action_changes_while_it_is_not_over() {
    let app = TestApp::start().await;
    let (lead, issue) = decided(&app).await;
    let (one, two) = (app.organisations("linde")[0], app.organisations("linde")[1]);
    let due_on = app.today().plus_days(20);
    let planned = plans(&lead, &issue, &draft("Loket", one, due_on)).await;

    let other = draft("Mobiel loket", two, due_on.plus_days(10));
    let changed: Action = lead
        .change_action(planned.id, planned.version, &other)
        .await
        .ok();
    assert_eq!(
        (
            changed.title.as_str(),
            changed.owner,
            changed.due_on,
            changed.state
        ),
        (
            "Mobiel loket",
            two,
            due_on.plus_days(10),
            ActionState::Planned
        )
    );
    assert_eq!(changed.version, planned.version + 1);

    for (wrong, field) in [
        (draft("", two, due_on), "/title"),
        (
            draft("Jan met nummer 85.07.30-033.28", two, due_on),
            "/title",
        ),
        (draft("Loket", two, app.today().plus_days(-1)), "/dueOn"),
    ] {
        let answer = lead
            .change_action(planned.id, changed.version, &wrong)
            .await;
        let problem = answer.assert_problem(422, "lokaalsignaal:invalidDraft");
        assert_eq!(problem.issues[0].name, field);
    }
    let cancelled: Action = lead
        .move_action(planned.id, changed.version, &step(ActionEvent::Cancel))
        .await
        .ok();
    lead.change_action(planned.id, cancelled.version, &other)
        .await
        .assert_problem(409, "lokaalsignaal:wrongState");
}

#[tokio::test]
async fn in_a_pool_every_authority_has_its_own_today() {
    let app = TestApp::start().await;
    // It is Monday noon in Brussels, and Tuesday already on the other side of the world.
    app.advance(Duration::hours(4));
    app.moves_to_time_zone("heidebeek", "Pacific/Kiritimati")
        .await;
    let leads = [
        ("linde", &[Role::LeadProcessor][..]),
        ("heidebeek", &[Role::LeadProcessor]),
    ];
    let pool = app.person_with(&leads).await;
    for slug in ["linde", "heidebeek"] {
        let lead = pool.about(slug);
        let signal = app
            .provider(slug)
            .submits("Gezinnen wachten maanden op een woning")
            .await;
        let issue = lead.decides_to_act_on(&[signal.id]).await;
        // The day that it is in heidebeek, the morrow of linde.
        let due_on = app.today().plus_days(1);
        plans(
            &lead,
            &issue,
            &draft("Loket", app.organisations(slug)[0], due_on),
        )
        .await;
    }
    let late = async |staff: &Staff| -> Vec<String> {
        let page: Page<Action> = staff.list_actions().query("overdue", "true").await.ok();
        page.items.into_iter().map(|row| row.authority).collect()
    };
    assert!(late(&pool).await.is_empty());
    app.advance(Duration::days(1));
    assert_eq!(late(&pool).await, ["heidebeek"], "there the day is over");
    assert!(late(&pool.about("linde")).await.is_empty());
    let start: Start = pool.get_start().await.ok();
    assert_eq!(start.actions_late, Some(1));
    app.advance(Duration::days(1));
    assert_eq!(late(&pool).await.len(), 2);
}
