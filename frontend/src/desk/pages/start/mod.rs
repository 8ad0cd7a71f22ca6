use crate::prelude::*;
#[component]
pub(in crate::desk) fn StartPage() -> impl IntoView {}
