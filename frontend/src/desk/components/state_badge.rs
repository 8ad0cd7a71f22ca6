//! Where something stands, as a word.

use crate::desk::words::Badged;
use crate::prelude::*;

/// The word of a state on the colour of its kind.
#[component]
pub(in crate::desk) fn StateBadge<S: Badged>(
    /// The state.
    state: S,
) -> impl IntoView {
    view! { <span class=state.badge()>{state.label()}</span> }
}
