//! The mail of a week to who follows what rises: names of themes and places, counts and a link. No word of a signal.

use policy::Scope;
use shared::codes::{Language, Role};
use shared::id::MembershipId;
use shared::taxonomy::Taxonomy;
use shared::time::Day;
use shared::trend::{ENOUGH_PROVIDERS, TrendKind};
use storage::Tx;
use storage::records::TrendRecord;

use super::Sight;
use super::keep::is_about;
use crate::outbox::{Letter, letter, member_of_staff, name_of};
use crate::{Sources, Stop, texts};

/// Nothing when nothing rises any more, or its reader follows it no more or works here no more.
pub(crate) fn rises_letter(
    tx: &mut Tx<'_>,
    scope: &Scope,
    sources: &Sources,
    base_url: &str,
    member: MembershipId,
    week: Day,
) -> Result<Option<Letter>, Stop> {
    let Some(authority) = scope.writes() else {
        return Ok(None);
    };
    let Some((to, name, language)) = member_of_staff(tx, scope, sources, member)? else {
        return Ok(None);
    };
    let roles = tx.membership(scope, member)?;
    let roles = roles
        .map(|membership| membership.roles.0)
        .unwrap_or_default();
    let staff = [
        Role::Processor,
        Role::LeadProcessor,
        Role::PolicyOfficer,
        Role::Administrator,
    ];
    let Some(role) = staff.into_iter().find(|role| roles.contains(role)) else {
        return Ok(None);
    };
    let sight = Sight::of_role(Some(role));
    let followed = tx.trend_subscriptions(scope, Some(&[member]))?;
    let taxonomy = crate::authorities::taxonomy(tx, scope, authority)?;
    let is_told = |record: &TrendRecord| {
        let people = record.growth.as_ref().map_or(0, |growth| growth.providers);
        let is_shown = record.kind.0 != TrendKind::Place
            || sight == Sight::Everything
            || people >= ENOUGH_PROVIDERS;
        let is_followed = followed.iter().any(|followed| is_about(record, followed));
        record.rise_began_on.is_some() && is_shown && is_followed
    };
    let rises: Vec<String> = tx
        .trends_between(scope, (week, week))?
        .into_iter()
        .filter(is_told)
        .map(|record| line(&record, &taxonomy, language))
        .collect();
    if rises.is_empty() {
        return Ok(None);
    }
    let values = [
        ("name", Some(name)),
        ("authority", name_of(sources, authority)),
        ("rises", Some(rises.join("\n"))),
        ("link", Some(format!("{base_url}/desk/trends"))),
    ];
    Ok(letter("rises", language, &values, to))
}

/// "Wonen: 34 in 4 weken, 12 meer dan verwacht".
fn line(record: &TrendRecord, taxonomy: &Taxonomy, language: Language) -> String {
    let theme = taxonomy.themes.iter();
    let mut theme = theme.filter(|theme| theme.code.as_str() == record.code);
    let what = match record.kind.0 {
        TrendKind::Theme => theme
            .next()
            .map(|theme| theme.labels.of(language).to_owned()),
        _ => None,
    };
    let more =
        (i64::from(record.observed) * 1_000 - i64::from(record.expected_thousandths) + 500) / 1_000;
    let key = if record.weeks == 1 {
        "rise_week"
    } else {
        "rise_weeks"
    };
    let values = [
        ("what", Some(what.unwrap_or_else(|| record.code.clone()))),
        ("observed", Some(record.observed.to_string())),
        ("weeks", Some(record.weeks.to_string())),
        ("more", Some(more.max(0).to_string())),
    ];
    texts::fill(&texts::phrase(key, language).unwrap_or_default(), &values)
}
