//! Waiting for the server: nothing for 300 ms, then a skeleton, after 8 s an explanation.

use wasm_bindgen_futures::spawn_local;

use super::icon;
use super::{Button, ProblemView};
use crate::api::Answer;
use crate::browser::timer;
use crate::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    Short,
    Skeleton,
    Long,
}

/// A skeleton of so many rows.
#[component]
pub fn Loading(
    /// How many rows are expected.
    #[prop(default = 3)]
    rows: usize,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let patience = RwSignal::new(Patience::Short);
    spawn_local(async move {
        timer::after(300).await;
        let _ = patience.try_set(Patience::Skeleton);
        timer::after(7_700).await;
        let _ = patience.try_set(Patience::Long);
    });
    let is_shown = move || patience.get() != Patience::Short;
    view! {
        <div class="loading" aria-busy="true">
            <p class="visually-hidden" role="status">
                {move || is_shown().then(|| t!(common.loading))}
            </p>
            <div class="loading__rows" class:loading__rows--shown=is_shown aria-hidden="true">
                {(0..rows).map(|_| view! { <div class="skeleton"></div> }).collect_view()}
            </div>
            {move || (patience.get() == Patience::Long).then(|| view! {
                <div class="notice notice--info" role="status">
                    <p>{t!(common.slow)}</p>
                    {on_retry.map(|on_press| view! {
                        <Button label=t!(common.retry) icon=icon::REFRESH_CW on_press/>
                    })}
                </div>
            })}
        </div>
    }
}

/// A reading from the server in all its states: waiting, there, failed. Reading again keeps what is shown.
#[component]
pub fn Loaded<T, V, F>(
    /// What is read.
    resource: LocalResource<Answer<T>>,
    /// Shows it.
    view: F,
    /// How many rows are expected.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView
where
    T: Clone + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Send + 'static,
{
    let retry = Callback::new(move |()| resource.refetch());
    move || match resource.get() {
        None => view! { <Loading rows on_retry=retry/> }.into_any(),
        Some(Ok(value)) => view(value).into_any(),
        Some(Err(error)) => view! { <ProblemView error on_retry=retry/> }.into_any(),
    }
}
