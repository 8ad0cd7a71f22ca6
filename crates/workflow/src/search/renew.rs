//! A release may read words in another way than the one before: what stands in the database is then read again.

use policy::{Permit, RunJob};
use storage::Tx;

use super::terms;
use crate::signals::terms as signal_terms;
use crate::{Sources, Stop};

/// How many of each kind in one transaction: others write in between.
const AT_ONCE: i64 = 200;

/// Makes words anew for some of what waits for that; true when more may wait. A second run finds nothing.
pub fn renew_words(
    tx: &mut Tx<'_>,
    permit: &Permit<RunJob>,
    sources: &Sources,
) -> Result<bool, Stop> {
    let scope = permit.scope();
    let signals = tx.signals_with_old_words(scope, AT_ONCE)?;
    let issues = tx.issues_with_old_words(scope, AT_ONCE)?;
    let actions = tx.actions_with_old_words(scope, AT_ONCE)?;
    let feedback = tx.feedback_with_old_words(scope, AT_ONCE)?;
    let most = [signals.len(), issues.len(), actions.len(), feedback.len()];
    for (record, mut text) in signals {
        let before = std::mem::take(&mut text.search_terms);
        // Held text is not searched (decisions.md 7); what was erased has none.
        text.search_terms = match &text.text {
            Some(written) if record.state.is_readable() => signal_terms(written, &record),
            _ => String::new(),
        };
        tx.renew_words_of_signal(scope, &text, &before)?;
    }
    for mut record in issues {
        record.search_terms = terms::of_issue(sources, &record);
        tx.renew_words_of_issue(scope, &record)?;
    }
    for mut record in actions {
        record.search_terms = terms::of_action(sources, &record);
        tx.renew_words_of_action(scope, &record)?;
    }
    for mut record in feedback {
        record.search_terms = terms::of_feedback(sources, &record);
        tx.renew_words_of_feedback(scope, &record)?;
    }
    let full = usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
    Ok(most.contains(&full))
}
