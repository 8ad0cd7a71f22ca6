use crate::prelude::*;
#[component]
pub(in crate::desk) fn EntryLinksPage() -> impl IntoView {}
