use crate::prelude::*;
#[component]
pub(in crate::desk) fn AuditPage() -> impl IntoView {}
