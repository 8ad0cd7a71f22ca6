use crate::prelude::*;
#[component]
pub(in crate::desk) fn IssuesPage() -> impl IntoView {}
#[component]
pub(in crate::desk) fn IssuePage() -> impl IntoView {}
