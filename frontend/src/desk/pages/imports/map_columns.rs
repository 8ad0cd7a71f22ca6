//! Which column holds what: guessed by the server, confirmed by a person.

use std::collections::BTreeMap;

use shared::import::{Import, ImportColumn, ImportField, ImportMapping};

use crate::api::ApiError;
use crate::components::{BannerKind, Button, ButtonKind, Notice, ProblemView, icon};
use crate::desk::seat::use_seat;
use crate::desk::sending::Sending;
use crate::desk::words::code_words;
use crate::prelude::*;

/// How many rows of the file are shown.
const PREVIEWED: usize = 5;

/// The columns, what they become, and the first rows.
#[component]
pub(super) fn MapColumns(authority: String, import: RwSignal<Option<Import>>) -> impl IntoView {
    let seat = use_seat();
    let sending = Sending::new();
    let failure = RwSignal::new(None::<ApiError>);
    let Some(file) = import.get_untracked() else {
        return ().into_any();
    };
    let mapping = RwSignal::new(guessed(&file.columns));
    let has_text = Memo::new(move |_| mapping.with(has_text));
    let is_asked = RwSignal::new(false);
    let id = file.id;
    let start = move |()| {
        is_asked.set(true);
        if !has_text.get_untracked() {
            return;
        }
        failure.set(None);
        let api = seat.api_at(&authority);
        let columns = mapping.get_untracked();
        sending.run(
            async move { api.start_import(id, &ImportMapping { columns }).await },
            move |answer| match answer {
                Ok(running) => import.set(Some(running)),
                Err(error) => failure.set(Some(error)),
            },
        );
    };
    let rows = file.rows;
    let preview = file.preview.clone();
    let headers = file.columns.clone();
    let columns = file.columns.into_iter().zip(0_u32..);
    let first_row = file.preview.into_iter().next().unwrap_or_default();
    let mut examples = first_row.into_iter();
    let lines: Vec<_> = columns
        .map(|(column, position)| {
            let example = examples.next().unwrap_or_default();
            view! { <Column column position example mapping/> }
        })
        .collect();
    view! {
        <h2 class="part-title">{t!(import.columns_title)}</h2>
        <p>{t!(import.columns_hint)}</p>
        <div class="table-region" role="region" tabindex="0" aria-label=t!(import.columns_title)>
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{t!(import.column_from)}</th>
                        <th scope="col">{t!(desk.example)}</th>
                        <th scope="col">{t!(import.column_to)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        <h2 class="part-title">{t!(import.preview_title)}</h2>
        <p class="meta">{t!(import.preview_rows, count = preview.len().min(PREVIEWED))}</p>
        <Preview headers rows=preview mapping/>
        <div role="alert">
            {move || (is_asked.get() && !has_text.get()).then(|| view! {
                <Notice kind=BannerKind::Bad><p>{t!(import.text_missing)}</p></Notice>
            })}
            {move || failure.get().map(|error| view! { <ProblemView error/> })}
        </div>
        <div class="row">
            <Button label=t!(import.start, count = rows) icon=icon::UPLOAD kind=ButtonKind::Primary busy=sending.is_busy() on_press=start/>
            <a class="button button--quiet" href="/desk/import">{t!(import.another)}</a>
        </div>
    }
    .into_any()
}

type Mapping = BTreeMap<u32, ImportField>;

#[component]
fn Column(
    column: ImportColumn,
    position: u32,
    example: String,
    mapping: RwSignal<Mapping>,
) -> impl IntoView {
    let ImportColumn {
        header,
        field: guess,
        personal,
    } = column;
    let id = format!("column-{position}");
    if personal {
        return view! {
            <tr>
                <th scope="row">{header}</th>
                <td><span aria-hidden="true">"•••"</span></td>
                <td><span class="meta">{t!(import.column_ignored_personal)}</span></td>
            </tr>
        }
        .into_any();
    }
    let option = move |field: ImportField| {
        let is_chosen = move || mapping.with(|mapping| mapping.get(&position) == Some(&field));
        view! { <option value=field.code() selected=is_chosen>{code_words("import_field", field)}</option> }
    };
    let change = move |event| {
        let field = ImportField::of_code(&event_target_value(&event));
        mapping.update(|mapping| put(mapping, position, field));
    };
    let is_guess =
        move || guess.is_some() && mapping.with(|mapping| mapping.get(&position).copied() == guess);
    view! {
        <tr>
            <th scope="row"><label for=id.clone()>{header}</label></th>
            <td class="table__example">{example}</td>
            <td>
                <select class="control" id=id on:change=change>
                    <option value="" selected=move || mapping.with(|mapping| !mapping.contains_key(&position))>{t!(import.column_skip)}</option>
                    {ImportField::ALL.iter().copied().map(option).collect_view()}
                </select>
                {move || is_guess().then(|| view! { " "<span class="tag tag--proposed">{t!(import.column_guess)}</span> })}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn Preview(
    headers: Vec<ImportColumn>,
    rows: Vec<Vec<String>>,
    mapping: RwSignal<Mapping>,
) -> impl IntoView {
    let columns = headers.len();
    move || {
        let mapping = mapping.get();
        let chosen: Vec<(usize, ImportField)> = (0..columns)
            .zip(0_u32..)
            .filter_map(|(column, position)| Some((column, *mapping.get(&position)?)))
            .collect();
        let heading = |(_, field): &(usize, ImportField)| view! { <th scope="col">{code_words("import_field", *field)}</th> };
        let row = |row: &Vec<String>| {
            let cell = |(column, _): &(usize, ImportField)| view! { <td class="table__example">{row.get(*column).cloned()}</td> };
            view! { <tr>{chosen.iter().map(cell).collect_view()}</tr> }
        };
        view! {
            <div class="table-region" role="region" tabindex="0" aria-label=t!(import.preview_title)>
                <table class="table">
                    <thead><tr>{chosen.iter().map(heading).collect_view()}</tr></thead>
                    <tbody>{rows.iter().take(PREVIEWED).map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    }
}

/// The server's guesses, without what is never imported.
fn guessed(columns: &[ImportColumn]) -> Mapping {
    let mut mapping = Mapping::new();
    for (column, position) in columns.iter().zip(0_u32..) {
        if !column.personal {
            put(&mut mapping, position, column.field);
        }
    }
    mapping
}

/// Gives a column a field; each field has one column only.
fn put(mapping: &mut Mapping, position: u32, field: Option<ImportField>) {
    mapping.remove(&position);
    if let Some(field) = field {
        mapping.retain(|_, known| *known != field);
        mapping.insert(position, field);
    }
}

fn has_text(mapping: &Mapping) -> bool {
    mapping.values().any(|field| *field == ImportField::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(header: &str, field: Option<ImportField>, personal: bool) -> ImportColumn {
        ImportColumn {
            header: header.into(),
            field,
            personal,
        }
    }

    #[test]
    fn a_column_with_names_is_never_imported() {
        let columns = [
            column("Naam", Some(ImportField::Profession), true),
            column("Wat merkt u op?", Some(ImportField::Text), false),
        ];
        let mapping = guessed(&columns);
        assert_eq!(mapping, Mapping::from([(1, ImportField::Text)]));
        assert!(has_text(&mapping));
    }

    #[test]
    fn a_field_given_to_another_column_leaves_the_first() {
        let mut mapping = Mapping::from([(0, ImportField::Text)]);
        put(&mut mapping, 2, Some(ImportField::Text));
        assert_eq!(mapping, Mapping::from([(2, ImportField::Text)]));
        put(&mut mapping, 2, None);
        assert!(!has_text(&mapping));
    }
}
