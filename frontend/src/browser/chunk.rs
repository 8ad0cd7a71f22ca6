//! Parts of a client that come later (docs/adr/0007, 0010).

use super::dom;

/// A chunk did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nobody asked yet why.
    Unexplained,
    /// The server does not answer.
    Unreachable,
    /// The server answers, but does not have it: it was renewed since this client started.
    Outdated,
}

#[cfg(feature = "chunks")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self::Unexplained
    }
}

/// Asks the server why a chunk is missing: by whether it still answers this page.
pub async fn explained<T>(answer: Result<T, Missing>) -> Result<T, Missing> {
    match answer {
        Err(_) if dom::is_answered().await => Err(Missing::Outdated),
        Err(_) => Err(Missing::Unreachable),
        Ok(there) => Ok(there),
    }
}
