//! What went wrong, what to do, and how to name it to us.

use crate::api::ApiError;
use crate::prelude::*;
use crate::state::once_online;

use super::Button;
use super::icon;

/// An error that is about no field. Without `on_retry` there is nothing to try again; what the network took away is tried
/// again by itself when it is back.
#[component]
pub fn ProblemView(
    /// What went wrong.
    error: ApiError,
    /// Reads again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let title = match &error {
        ApiError::Unreachable => t!(error.offline_title),
        _ => t!(error.title),
    };
    let text = match &error {
        ApiError::Unreachable => t!(error.offline).to_owned(),
        other => other.text(),
    };
    if let (ApiError::Unreachable, Some(retry)) = (&error, on_retry) {
        once_online(retry);
    }
    let instance = error.instance().map(|id| t!(common.error_id, id = id));
    view! {
        <div class="problem">
            <h2 class="problem__title">{title}</h2>
            <p>{text}</p>
            {on_retry.map(|on_press| view! { <Button label=t!(common.retry) icon=icon::REFRESH_CW on_press/> })}
            {instance.map(|instance| view! { <p class="problem__code">{instance}</p> })}
        </div>
    }
}
