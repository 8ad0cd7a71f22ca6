use crate::prelude::*;
#[component]
pub(in crate::desk) fn FeedbackPage() -> impl IntoView {}
