use crate::prelude::*;
#[component]
pub(in crate::desk) fn OrganisationsPage() -> impl IntoView {}
