use crate::prelude::*;
#[component]
pub(in crate::desk) fn ExportPage() -> impl IntoView {}
