use crate::prelude::*;
#[component]
pub(in crate::desk) fn PeoplePage() -> impl IntoView {}
