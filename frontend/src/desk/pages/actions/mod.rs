use crate::prelude::*;
#[component]
pub(in crate::desk) fn ActionsPage() -> impl IntoView {}
