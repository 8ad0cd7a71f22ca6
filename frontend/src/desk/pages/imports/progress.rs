//! Rows being read, and what came of each.

use shared::import::{Import, ImportError, ImportState};
use shared::problem::{Code, FieldError};
use wasm_bindgen_futures::spawn_local;

use super::super::signals::{InboxView, Tab};
use crate::browser::timer;
use crate::components::{BannerKind, Button, Notice, icon};
use crate::desk::download;
use crate::desk::seat::use_seat;
use crate::forms::words_of;
use crate::prelude::*;

/// How often the server is asked while it reads.
const ASK_EVERY_MS: i32 = 1_000;

/// Progress, result, and the rows with errors.
#[component]
pub(super) fn Progress(authority: String, import: RwSignal<Option<Import>>) -> impl IntoView {
    let seat = use_seat();
    let is_here = StoredValue::new(());
    spawn_local(async move {
        loop {
            let open = import
                .try_get_untracked()
                .flatten()
                .filter(|import| import.state == ImportState::Running);
            let Some(open) = open.filter(|_| is_here.try_get_value().is_some()) else {
                return;
            };
            timer::after(ASK_EVERY_MS).await;
            let answer = seat.api_at(&authority).get_import(open.id).await;
            if let Ok(latest) = answer
                && import.try_set(Some(latest)).is_some()
            {
                return;
            }
        }
    });
    move || {
        let import = import.get()?;
        let failed = import.errors.len();
        let total = import.rows;
        let done = match import.state {
            ImportState::Done => view! {
                <Notice kind=BannerKind::Ok>
                    <p><strong>{t!(import.result, new = import.created, known = import.known, failed = failed)}</strong></p>
                    {(import.held > 0).then(|| view! { <p>{t!(import.result_held, count = import.held)}</p> })}
                    <p>
                        <a href=address(Tab::New)>{t!(import.to_inbox)}</a>
                        {(import.held > 0).then(|| view! { " · "<a href=address(Tab::Held)>{Tab::Held.label()}</a> })}
                        " · "<a href="/desk/import">{t!(import.another)}</a>
                    </p>
                </Notice>
            }
            .into_any(),
            ImportState::Failed => view! {
                <Notice kind=BannerKind::Bad>
                    <p>{t!(import.failed)}</p>
                    <p><a href="/desk/import">{t!(import.another)}</a></p>
                </Notice>
            }
            .into_any(),
            ImportState::Running | ImportState::Mapping => view! {
                <p role="status">{t!(import.progress, done = import.read, total = total)}</p>
                <progress class="progress" max=total value=import.read aria-label=t!(import.step_run)></progress>
            }
            .into_any(),
        };
        let errors = import.errors;
        Some(view! {
            {done}
            {(!errors.is_empty()).then(|| view! { <Errors errors/> })}
        })
    }
}

fn address(tab: Tab) -> String {
    InboxView {
        tab,
        ..InboxView::default()
    }
    .address()
}

#[component]
fn Errors(errors: Vec<ImportError>) -> impl IntoView {
    let file = StoredValue::new(csv(&errors));
    let row = |error: ImportError| {
        let problem = problem(&error);
        view! {
            <tr>
                <td class="numbers">{error.row}</td>
                <td>{error.column}</td>
                <td>{problem}</td>
            </tr>
        }
    };
    let save = move |()| {
        download::save("fouten.csv", "text/csv;charset=utf-8", &file.get_value());
    };
    view! {
        <h2 class="part-title">{t!(import.errors_title)}</h2>
        <Button label=t!(import.errors_download) icon=icon::DOWNLOAD on_press=save/>
        <div class="table-region" role="region" tabindex="0" aria-label=t!(import.errors_title)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(desk.row)}</th>
                        <th scope="col">{t!(import.column_from)}</th>
                        <th scope="col">{t!(desk.problem)}</th>
                    </tr>
                </thead>
                <tbody>{errors.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What is wrong with a cell, in the words of the same rule in a form.
fn problem(error: &ImportError) -> String {
    let code = Code::ALL
        .iter()
        .copied()
        .find(|code| code.text_key() == error.code || code.urn() == error.code);
    match code {
        Some(code) => words_of(&FieldError {
            limit: error.limit,
            ..FieldError::new("", code)
        }),
        None => error.code.clone(),
    }
}

/// The errors for a spreadsheet, with a mark that tells it the letters are UTF-8.
fn csv(errors: &[ImportError]) -> String {
    let mut file = String::from('\u{feff}');
    file.push_str(&download::csv_line(&[
        t!(desk.row),
        t!(import.column_from),
        t!(desk.problem),
    ]));
    for error in errors {
        let column = error.column.as_deref().unwrap_or_default();
        file.push_str(&download::csv_line(&[
            &error.row.to_string(),
            column,
            &problem(error),
        ]));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_a_cell_has_the_words_of_its_rule() {
        crate::i18n::use_dutch_texts();
        let error = ImportError {
            row: 7,
            column: Some("Wat merkt u op?".into()),
            code: "tooShort".into(),
            limit: Some(10),
        };
        assert_eq!(problem(&error), "Schrijf minstens 10 tekens");
        let file = csv(&[error]);
        assert!(
            file.ends_with("\"7\";\"Wat merkt u op?\";\"Schrijf minstens 10 tekens\"\r\n"),
            "{file}"
        );
    }
}
