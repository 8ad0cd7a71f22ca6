use crate::prelude::*;
#[component]
pub(in crate::desk) fn ImportPage() -> impl IntoView {}
