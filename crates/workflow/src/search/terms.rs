//! The words under which things are found, and in which language they are read.

use shared::codes::Language;
use shared::id::AuthorityId;
use storage::records::{ActionRecord, FeedbackTextRecord, IssueRecord};

use crate::Sources;

/// What an authority writes is in the language of its own work.
pub(crate) fn own_language(sources: &Sources, authority: AuthorityId) -> Option<Language> {
    let authority = sources.directory.by_id(authority);
    authority.and_then(|authority| authority.languages.first().copied())
}

/// Words to providers are in the language of each provider: guessed from the words, since a draft knows none.
pub(crate) fn language_of_feedback(
    sources: &Sources,
    authority: AuthorityId,
    text: &str,
) -> Option<Language> {
    let own = own_language(sources, authority);
    own.map(|own| text::guess_or(text, own))
}

/// Words of an issue: its title and description.
pub(crate) fn of_issue(sources: &Sources, record: &IssueRecord) -> String {
    let texts = [Some(record.title.as_str()), record.description.as_deref()];
    let language = own_language(sources, record.authority_id.0);
    text::search_terms_of(texts.into_iter().flatten(), language)
}

/// Words of an action: what is done, and what became of it.
pub(crate) fn of_action(sources: &Sources, record: &ActionRecord) -> String {
    let texts = [Some(record.title.as_str()), record.note.as_deref()];
    let language = own_language(sources, record.authority_id.0);
    text::search_terms_of(texts.into_iter().flatten(), language)
}

/// Words of what is written to providers.
pub(crate) fn of_feedback(sources: &Sources, record: &FeedbackTextRecord) -> String {
    let text = record.text.as_deref().unwrap_or_default();
    let language = language_of_feedback(sources, record.authority_id.0, text);
    text::search_terms(text, language)
}
