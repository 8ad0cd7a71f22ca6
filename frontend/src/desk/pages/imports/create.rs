//! Choosing the file, and the steps after it.

use std::marker::PhantomData;

use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use policy as op;
use shared::id::ImportId;
use shared::import::{Import, ImportState};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use super::map_columns::MapColumns;
use super::progress::Progress;
use crate::api::ApiError;
use crate::components::{Icon, Page, ProblemView, icon};
use crate::desk::components::OneAuthority;
use crate::desk::query::Query;
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::prelude::*;

/// Limits of the server, said before somebody chooses (trust.md §5.5).
const MAX_MEGABYTES: u32 = 10;
const MAX_ROWS: u32 = 10_000;

/// The page.
#[component]
pub(in crate::desk) fn ImportPage() -> impl IntoView {
    view! {
        <Page wide=true title=t!(import.title)>
            <OneAuthority operation={PhantomData::<op::CreateImport>} let:authority>
                <Steps authority/>
            </OneAuthority>
        </Page>
    }
}

#[component]
fn Steps(authority: String) -> impl IntoView {
    let seat = use_seat();
    let search = use_location().search;
    let import = RwSignal::new(None::<Import>);
    let failure = RwSignal::new(None::<ApiError>);
    let sending = Sending::new();
    let of = StoredValue::new(authority);
    // The import stands in the address: a reload or a colleague finds it again.
    let asked = Memo::new(move |_| {
        Query::parse(&search.get())
            .get("import")
            .and_then(|id| id.parse::<ImportId>().ok())
    });
    Effect::new(move |_| {
        let asked = asked.get();
        let known = import.with_untracked(|import| import.as_ref().map(|import| import.id));
        match asked {
            None => import.set(None),
            Some(id) if known != Some(id) => {
                let api = seat.api_at(&of.get_value());
                sending.run(
                    async move { api.get_import(id).await },
                    move |answer| match answer {
                        Ok(found) => import.set(Some(found)),
                        Err(error) => failure.set(Some(error)),
                    },
                );
            }
            Some(_) => {}
        }
    });
    let navigate = use_navigate();
    let send = Callback::new(move |file: File| {
        failure.set(None);
        let api = seat.api_at(&of.get_value());
        let kind = content_type(&file.name(), &file.type_());
        let navigate = navigate.clone();
        sending.run(
            async move { api.create_import(kind, file.unchecked_into()).await },
            move |answer| match answer {
                Ok(made) => {
                    let address = Query::default().with("import", made.id).at("/desk/import");
                    import.set(Some(made));
                    navigate(&address, NavigateOptions::default());
                }
                Err(error) => failure.set(Some(error)),
            },
        );
    });
    let state =
        Memo::new(move |_| import.with(|import| import.as_ref().map(|import| import.state)));
    let steps = move || {
        let now = match state.get() {
            None => 0,
            Some(ImportState::Mapping) => 1,
            Some(ImportState::Running | ImportState::Failed) => 2,
            Some(ImportState::Done) => 3,
        };
        let names = [
            t!(import.step_file),
            t!(import.step_columns),
            t!(import.step_run),
        ];
        let step = move |(position, name): (usize, &'static str)| {
            view! {
                <li class="stepper__step" class:stepper__step--done=position < now aria-current=(position == now).then_some("step")>
                    <span class="stepper__number" aria-hidden="true">{position + 1}</span>{name}
                </li>
            }
        };
        names.into_iter().enumerate().map(step).collect_view()
    };
    view! {
        <ol class="stepper">{steps}</ol>
        <div role="alert">{move || failure.get().map(|error| view! { <ProblemView error/> })}</div>
        {move || match state.get() {
            None => view! { <ChooseFile send busy=sending.is_busy()/> }.into_any(),
            Some(ImportState::Mapping) => view! { <MapColumns authority=of.get_value() import/> }.into_any(),
            Some(_) => view! { <Progress authority=of.get_value() import/> }.into_any(),
        }}
    }
}

#[component]
fn ChooseFile(send: Callback<File>, busy: Reactive<bool>) -> impl IntoView {
    let is_over = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            send.run(file);
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let change = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        take(input.files());
        // The same file again, corrected meanwhile, is a new choice.
        input.set_value("");
    };
    view! {
        <p class="lead">{t!(import.intro)}</p>
        <div class="drop" class:drop--over=move || is_over.get()
            on:dragover=move |event| { event.prevent_default(); is_over.set(true); }
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop>
            <Icon shape=icon::UPLOAD/>
            // The browser's own button speaks the browser's language: ours lies over it.
            <label class="button button--primary drop__button">
                <span>{t!(import.file)}</span>
                <input class="drop__input" id="import-file" type="file" accept=".xlsx,.csv,.txt,text/csv"
                    aria-describedby="import-file-hint" prop:disabled=busy on:change=change/>
            </label>
            <p>{t!(desk.drop_here)}</p>
            <p class="meta" id="import-file-hint">{t!(import.file_hint, max = MAX_MEGABYTES, rows = crate::i18n::number(MAX_ROWS.into()))}</p>
            <p role="status">{move || busy.get().then(|| t!(import.reading))}</p>
        </div>
        <ul class="hints">
            <li>{t!(import.hold_hint)}</li>
            <li>{t!(import.column_ignored_personal)}</li>
            <li>{t!(import.again_hint)}</li>
        </ul>
    }
}

/// What the file says it is; browsers on machines without Excel do not know.
fn content_type(name: &str, told: &str) -> &'static str {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let is_xlsx = told == XLSX || name.to_lowercase().ends_with(".xlsx");
    if is_xlsx { XLSX } else { "text/csv" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_is_known_by_its_name_too() {
        assert!(content_type("Antwoorden.XLSX", "").ends_with("sheet"));
        assert_eq!(
            content_type("antwoorden.csv", "application/vnd.ms-excel"),
            "text/csv"
        );
    }
}
