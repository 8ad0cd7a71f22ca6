//! What rises: counted by the week, told once, and only where it is more than chance and more than a beginning.

use chrono::Duration;
use shared::codes::Role;
use shared::life_cycle::SignalState;
use shared::page::Page;
use shared::signal::{Chips, SignalDraft, SubmittedSignal, TagOrigin};
use shared::timeline::Empty;
use shared::trend::{
    TrendDetail, TrendKind, TrendList, TrendSubscription, TrendSubscriptionDraft, TrendSummary,
};
use testkit::{Asks, Mailbox, Provider, TestApp, by, unfolded};

/// Stands in every text; no mail may have it.
const CANARY: &str = "kanariepiet";
/// Before a burst: so many weeks of one, two and three a week.
const QUIET: usize = 20;

async fn submits(
    nurse: &Provider,
    theme: &str,
    place: Option<&str>,
    text: &str,
) -> SubmittedSignal {
    let draft = SignalDraft {
        text: text.to_owned(),
        sector: Some("home-nursing".to_owned()),
        chips: Chips {
            themes: vec![theme.to_owned()],
            place: place.map(str::to_owned),
            ..Chips::default()
        },
        ..SignalDraft::default()
    };
    nurse.submit_signal(&draft).await.created()
}

/// A week in which each theme gets so many signals, each of another provider.
async fn a_week(app: &TestApp, authority: &str, themes: &[(&str, usize)]) {
    let nurse = app.provider(authority);
    for (theme, count) in themes {
        for _ in 0..*count {
            let text = format!("De {CANARY} wacht weer op een plaats");
            submits(&nurse, theme, None, &text).await;
        }
    }
    app.advance(Duration::days(7));
}

/// Quiet weeks, then four with six or seven about housing in one place.
async fn a_burst(app: &TestApp) {
    for _ in 0..QUIET {
        a_week(
            app,
            "linde",
            &[("housing", 1), ("work", 2), ("education", 3)],
        )
        .await;
    }
    let nurse = app.provider("linde");
    for more in [6, 7, 7, 6] {
        for _ in 0..more {
            let text = format!("Schimmel in de huurwoning van de {CANARY}");
            submits(&nurse, "housing", Some("Vaartwijk"), &text).await;
        }
        a_week(app, "linde", &[("work", 2), ("education", 3)]).await;
    }
}

async fn a_day_begins(app: &TestApp) {
    app.begins_the_day().await;
    app.run_jobs().await;
}

async fn listed(who: &dyn Asks, query: &str) -> TrendList {
    who.list_trends(query).await.ok()
}

fn of<'a>(list: &'a TrendList, code: &str) -> Option<&'a TrendSummary> {
    list.items.iter().find(|item| item.code == code)
}

#[tokio::test]
async fn a_burst_is_told_with_what_it_is_made_of_and_the_rest_is_not() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    a_burst(&app).await;
    a_day_begins(&app).await;

    let told = listed(&processor, "?told=true").await;
    let codes: Vec<&str> = told.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["Vaartwijk", "housing"], "{told:?}");
    let burst = of(&told, "housing").unwrap();
    assert_eq!((burst.last.observed, burst.last.weeks), (Some(26), 4));
    assert!((3.0..6.0).contains(&burst.last.expected), "{burst:?}");
    assert!(
        burst.last.upper < 26 && burst.q_value < Some(0.01),
        "{burst:?}"
    );
    assert_eq!(burst.model, "beginning-1");
    let began = burst.last.rise_began_on.expect("it is told");
    assert!(began <= burst.last.week, "and once as long as it lasts");
    let flagged = burst
        .points
        .iter()
        .filter(|point| point.rise_began_on == Some(began));
    assert!(flagged.count() >= 2, "{:?}", burst.points);

    let detail: TrendDetail = processor.get_trend(burst.id).await.ok();
    let growth = detail.growth.expect("what grew");
    assert_eq!(growth.providers, 26);
    assert_eq!(growth.places[0].name, "Vaartwijk");
    assert_eq!(growth.sectors[0].name, "home-nursing");
    let words: Vec<&str> = detail.words.iter().map(|word| word.name.as_str()).collect();
    assert!(words.contains(&"schimmel"), "{words:?}");

    let all = listed(&processor, "?kind=theme").await;
    assert_eq!(all.items[0].code, "housing", "the surest first");
    assert!(of(&all, "work").is_some_and(|work| work.last.rise_began_on.is_none()));
    assert!(all.items.iter().all(|item| item.kind == TrendKind::Theme));
    let one = listed(&processor, "?theme=work").await;
    assert_eq!(one.items.len(), 1);
}

#[tokio::test]
async fn an_authority_that_just_begins_grows_everywhere_and_nothing_is_told() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    for week in 0..26 {
        let (few, many) = (1 + week / 6, 2 + 2 * (week / 6));
        a_week(
            &app,
            "linde",
            &[("housing", few), ("work", few), ("education", many)],
        )
        .await;
        if week >= 8 && week % 3 == 0 {
            a_day_begins(&app).await;
            let told = listed(&processor, "?told=true").await;
            assert!(told.items.is_empty(), "week {week}: {told:?}");
        }
    }
    let all = listed(&processor, "").await;
    let growing = of(&all, "education").expect("it is counted");
    let expected = growing.last.expected;
    assert!(
        growing.last.observed.map(f64::from) > Some(expected * 1.5),
        "it does grow: {growing:?}"
    );
}

#[tokio::test]
async fn with_less_than_eight_weeks_nothing_is_said_but_when_to_look_again() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    for _ in 0..7 {
        a_week(&app, "linde", &[("housing", 6)]).await;
    }
    a_day_begins(&app).await;
    let few = listed(&processor, "").await;
    assert!(few.items.is_empty());
    assert_eq!(few.ages[0].weeks, 7);
    let again = few.ages[0].look_again_on.expect("a day");
    // The test begins on a Monday: today is one, and a week later there are eight.
    assert_eq!(again, app.today().plus_days(7));
    a_week(&app, "linde", &[("housing", 6)]).await;
    a_day_begins(&app).await;
    let enough = listed(&processor, "").await;
    assert_eq!(enough.ages[0].look_again_on, None);
    assert!(of(&enough, "housing").is_some());
}

#[tokio::test]
async fn counting_again_says_the_same_and_a_signal_that_comes_in_now_waits_for_the_end_of_its_week()
{
    let app = TestApp::start().await;
    a_burst(&app).await;
    a_day_begins(&app).await;
    let said = || app.fingerprint().remove("trends").expect("a table");
    let first = said();
    let nurse = app.provider("linde");
    for _ in 0..5 {
        submits(&nurse, "work", None, "De werkloze wacht op een plaats").await;
    }
    app.advance(Duration::days(1));
    a_day_begins(&app).await;
    assert_eq!(first, said());
    app.advance(Duration::days(7));
    a_day_begins(&app).await;
    assert_ne!(first, said());
}

#[tokio::test]
async fn what_only_a_model_proposed_is_not_counted_until_a_person_confirms_it() {
    let app = TestApp::start().await;
    let (nurse, processor) = (app.provider("linde"), app.processor("linde").await);
    let text = "Zes jaar op de sociale huur en wachtlijst is te lang voor deze gezinnen";
    let signal = nurse.submits(text).await;
    app.run_jobs().await;
    let detail = processor.signal(signal.id).await;
    let proposed = detail.summary.tags.iter();
    let proposed = proposed.filter(|tag| tag.origin == TagOrigin::Machine);
    assert!(proposed.count() > 0);
    for _ in 0..9 {
        a_week(&app, "linde", &[("work", 1)]).await;
    }
    a_day_begins(&app).await;
    let list = listed(&processor, "").await;
    assert!(of(&list, "work").is_some());
    assert!(of(&list, "social-housing").is_none(), "{list:?}");
}

#[tokio::test]
async fn nobody_sees_what_rises_in_another_authority() {
    let app = TestApp::start().await;
    let (here, there) = (
        app.processor("linde").await,
        app.processor("heidebeek").await,
    );
    a_burst(&app).await;
    for _ in 0..3 {
        a_week(&app, "heidebeek", &[("housing", 2)]).await;
    }
    a_day_begins(&app).await;
    let list = listed(&there, "").await;
    assert!(list.items.is_empty(), "{list:?}");
    assert_eq!(list.ages.len(), 1, "nor how many weeks it has");
    let series = listed(&here, "?theme=housing").await.items[0].id;
    there
        .get_trend(series)
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    here.get_trend(series).await.ok::<TrendDetail>();
}

#[tokio::test]
async fn who_reads_no_signals_sees_no_word_of_them_and_no_place_with_few_providers() {
    let app = TestApp::start().await;
    let officer = app.policy_officer("linde").await;
    let processor = app.processor("linde").await;
    let nurse = app.provider("linde");
    for _ in 0..9 {
        let text = "De bus rijdt hier niet meer na zeven uur";
        submits(&nurse, "mobility", Some("Oude Haven"), text).await;
        a_week(&app, "linde", &[("work", 2)]).await;
    }
    a_burst(&app).await;
    a_day_begins(&app).await;
    let (all, some) = (listed(&processor, "").await, listed(&officer, "").await);
    assert!(of(&all, "Oude Haven").is_some());
    assert!(of(&some, "Oude Haven").is_none(), "{some:?}");
    let burst = of(&some, "Vaartwijk").expect("26 providers point at nobody");
    let detail: TrendDetail = officer.get_trend(burst.id).await.ok();
    assert!(detail.words.is_empty());
    let series = of(&all, "Oude Haven").unwrap().id;
    officer
        .get_trend(series)
        .await
        .assert_problem(404, "belgif:resourceNotFound");
}

#[tokio::test]
async fn an_action_on_an_issue_stands_beside_its_theme_for_who_may_read_issues() {
    let app = TestApp::start().await;
    let lead = app.lead_processor("linde").await;
    let administrator = app.administrator("linde").await;
    let nurse = app.provider("linde");
    let signal = submits(
        &nurse,
        "housing",
        None,
        "Schimmel in alle huurwoningen hier",
    )
    .await;
    let issue = lead.decides_to_act_on(&[signal.id]).await;
    let issue = lead.issue(&issue).await;
    let theme = issue.summary.themes[0].to_string();
    let organisation = app.organisations("linde")[0];
    let action: shared::action::Action = lead
        .plan_action(
            issue.summary.id,
            issue.summary.version,
            &shared::action::ActionDraft {
                title: "Woningen nakijken".to_owned(),
                owner: organisation.to_string(),
                owner_member: None,
                due_on: app.today().plus_days(30).to_string(),
            },
        )
        .await
        .created();
    for _ in 0..9 {
        a_week(&app, "linde", &[(theme.as_str(), 1), ("work", 1)]).await;
    }
    a_day_begins(&app).await;
    let list = listed(&lead, "").await;
    let detail: TrendDetail = lead.get_trend(of(&list, &theme).unwrap().id).await.ok();
    assert_eq!(detail.actions.len(), 1, "{detail:?}");
    assert_eq!(detail.actions[0].action, action.id);
    let of_issue = list.items.iter().find(|item| item.kind == TrendKind::Issue);
    let of_issue = of_issue.expect("its signals are counted too");
    assert_eq!(
        of_issue.title.as_deref(),
        Some(issue.summary.title.as_str())
    );
    let list = listed(&administrator, "").await;
    assert!(list.items.iter().all(|item| item.kind != TrendKind::Issue));
    let detail: TrendDetail = administrator
        .get_trend(of(&list, &theme).unwrap().id)
        .await
        .ok();
    assert!(detail.actions.is_empty(), "an administrator reads no issue");
}

#[tokio::test]
async fn words_of_a_rise_go_when_a_text_goes() {
    let app = TestApp::start().await;
    let processor = app.processor("linde").await;
    a_burst(&app).await;
    let nurse = app.provider("linde");
    let last = submits(&nurse, "housing", None, "Nog een huurwoning met schimmel").await;
    a_day_begins(&app).await;
    let series = listed(&processor, "?theme=housing").await.items[0].id;
    let detail: TrendDetail = processor.get_trend(series).await.ok();
    assert!(!detail.words.is_empty());
    let withdrawal = by(&last.receipt, Empty {});
    nurse.withdraw_signal(&withdrawal).await.no_content();
    assert_eq!(
        processor.signal(last.id).await.summary.state,
        SignalState::Withdrawn
    );
    let detail: TrendDetail = processor.get_trend(series).await.ok();
    assert!(detail.words.is_empty(), "until they are counted again");
    assert_eq!(app.database().count("trends WHERE words IS NOT NULL"), 0);
}

async fn follows(who: &dyn Asks, theme: Option<&str>, place: Option<&str>) -> TrendSubscription {
    let draft = TrendSubscriptionDraft {
        theme: theme.map(str::to_owned),
        place: place.map(str::to_owned),
    };
    who.subscribe_trends(&draft).await.created()
}

async fn followed(who: &dyn Asks) -> Vec<TrendSubscription> {
    let page: Page<TrendSubscription> = who.list_trend_subscriptions().await.ok();
    page.items
}

#[tokio::test]
async fn who_follows_a_theme_or_a_place_gets_one_mail_and_nobody_else_does() {
    let mailbox = Mailbox::open();
    let app = TestApp::configured(|config| config.smtp_url = Some(mailbox.url())).await;
    let by_theme = app.processor("linde").await;
    let by_place = app.policy_officer("linde").await;
    let (no_more, other) = (app.processor("linde").await, app.processor("linde").await);
    let elsewhere = app.processor("heidebeek").await;
    app.processor("linde").await;
    follows(&by_theme, Some("housing"), None).await;
    follows(&by_place, None, Some("Vaartwijk")).await;
    follows(&elsewhere, Some("housing"), None).await;
    follows(&other, Some("work"), None).await;
    follows(&other, Some("housing"), Some("Oude Haven")).await;
    let wish = follows(&no_more, Some("housing"), None).await;
    a_burst(&app).await;
    assert_eq!(no_more.unsubscribe_trends(wish.id).await.status, 204);
    a_day_begins(&app).await;

    let mails = mailbox.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    let whole: Vec<String> = mails.iter().map(|mail| unfolded(&mail.content)).collect();
    let about = |what: &str| whole.iter().filter(|mail| mail.contains(what)).count();
    assert_eq!(about("26 in 4 weken"), 2, "{whole:?}");
    assert_eq!(about("Vaartwijk:"), 1);
    assert_eq!(about("/desk/trends"), 2);
    assert_eq!(about(CANARY) + about("chimmel"), 0, "no word of a signal");
    // The same rise is not told again, this week or the next.
    for _ in 0..8 {
        app.advance(Duration::days(1));
        a_day_begins(&app).await;
    }
    assert_eq!(mailbox.mails().len(), 2);
}

#[tokio::test]
async fn following_twice_is_following_once_and_a_wish_is_ones_own() {
    let app = TestApp::start().await;
    let (one, other) = (
        app.processor("linde").await,
        app.administrator("linde").await,
    );
    let first = follows(&one, Some("housing"), None).await;
    assert_eq!(follows(&one, Some("housing"), None).await, first);
    follows(&one, Some("housing"), Some("Vaartwijk")).await;
    assert_eq!(followed(&one).await.len(), 2);
    assert!(followed(&other).await.is_empty());
    other
        .unsubscribe_trends(first.id)
        .await
        .assert_problem(404, "belgif:resourceNotFound");
    for (theme, place) in [
        (None, None),
        (Some("nothing"), None),
        (None, Some("Elders")),
    ] {
        let draft = TrendSubscriptionDraft {
            theme: theme.map(str::to_owned),
            place: place.map(str::to_owned),
        };
        assert_eq!(one.subscribe_trends(&draft).await.status, 422);
    }
    let provider = app.member("linde", &[Role::Provider]).await;
    assert_eq!(provider.list_trends("").await.status, 403);
}
