//! Owners hear of their actions: a week before they must be done, and once more when they are late.

use policy::{Permit, RunJob};
use shared::time::Day;
use storage::records::ActionRecord;
use storage::{On, Tx};

use super::{Mail, post};
use crate::{Sources, Stop};

/// How long before its day an action is announced.
const WARNING_DAYS: i64 = 7;

/// Queues the reminders of a day. A second run on the same day finds nothing more. Answers how many.
pub fn remind_of_actions(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
) -> Result<usize, Stop> {
    let scope = permit.scope();
    let Some(authority) = scope.writes() else {
        return Ok(0);
    };
    let today = sources.today(authority);
    let mut reminded = 0;
    for mut action in tx.actions_due(scope, today.plus_days(WARNING_DAYS))? {
        let Some(mail) = reminder(&action, today) else {
            continue;
        };
        action.reminded_on = Some(On(today));
        action.version += 1;
        // Somebody changes the action right now: tomorrow is early enough.
        if tx.update_action(scope, &action)? {
            post(tx, sources, authority, &mail)?;
            reminded += 1;
        }
    }
    Ok(reminded)
}

fn reminder(action: &ActionRecord, today: Day) -> Option<Mail> {
    let (due_on, reminded_on) = (action.due_on.0, action.reminded_on.map(|day| day.0));
    let id = action.id.0;
    if due_on < today {
        let told = reminded_on.is_some_and(|day| day > due_on);
        return (!told).then_some(Mail::ActionLate { action: id });
    }
    reminded_on
        .is_none()
        .then_some(Mail::ActionDue { action: id })
}
