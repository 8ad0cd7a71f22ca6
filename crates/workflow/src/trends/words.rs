//! Words that stand more often in the signals of a rise than before.

use std::collections::{BTreeMap, BTreeSet};

use policy::Scope;
use shared::id::SignalKey;
use shared::trend::Grown;
use storage::Tx;
use storage::records::SignalRecord;

use super::tell::{Behind, once};
use crate::Stop;

/// Texts that are read on either side, the latest: a word that grew shows in those.
const MOST_TEXTS: usize = 400;
/// SQLite takes so many values in one question.
const KEYS_AT_A_TIME: usize = 200;
/// Shorter words tell nothing.
const SHORTEST_WORD: usize = 4;

/// Each word once for a provider in a week, in the spelling that is most usual.
pub(super) fn words_that_grew(
    tx: &mut Tx<'_>,
    scope: &Scope,
    behind: &Behind,
) -> Result<Vec<Grown>, Stop> {
    let mut spellings: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let mut stems = |tx: &mut Tx<'_>, signals: &[SignalRecord]| -> Result<_, Stop> {
        let latest = signals.get(signals.len().saturating_sub(MOST_TEXTS)..);
        let readable: Vec<&SignalRecord> = latest
            .unwrap_or_default()
            .iter()
            .filter(|signal| signal.state.0.is_readable())
            .collect();
        let mut seen = BTreeSet::new();
        for some in readable.chunks(KEYS_AT_A_TIME) {
            let keys: Vec<SignalKey> = some.iter().map(|signal| signal.id.0).collect();
            for row in tx.signal_texts(scope, &keys)? {
                let signal = some.iter().find(|signal| signal.id == row.signal_id);
                let (Some(signal), Some(text)) = (signal, row.text) else {
                    continue;
                };
                for word in text::words(&text) {
                    let folded = text::fold(word.written);
                    let is_telling = folded.chars().count() >= SHORTEST_WORD
                        && folded.chars().all(char::is_alphabetic)
                        && !text::is_function_word(&folded);
                    if is_telling {
                        let stem = text::stem(&folded, signal.spoken());
                        let written = word.written.to_lowercase();
                        let of_stem = spellings.entry(stem.clone()).or_default();
                        *of_stem.entry(written).or_default() += 1;
                        seen.insert(once(signal, stem));
                    }
                }
            }
        }
        Ok(seen)
    };
    let (before, now) = (stems(tx, &behind.before)?, stems(tx, &behind.now)?);
    let grown = behind.grown(&before, &now).into_iter();
    let as_written = |stem: &str| {
        let of_stem = spellings.get(stem)?.iter();
        let usual = of_stem.max_by_key(|(written, count)| (**count, std::cmp::Reverse(*written)));
        usual.map(|(written, _)| written.clone())
    };
    let named = grown.map(|part| Grown {
        name: as_written(&part.name).unwrap_or_else(|| part.name.clone()),
        ..part
    });
    Ok(named.collect())
}
