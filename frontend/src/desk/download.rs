//! Saving a text as a file.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::browser::dom;

/// Hands a text to the browser as a file to save; false when it refuses.
pub(super) fn save(name: &str, kind: &str, content: &str) -> bool {
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    let parts = Array::of1(&content.into());
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &bag) else {
        return false;
    };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else {
        return false;
    };
    let link = dom::document()
        .create_element("a")
        .ok()
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else { return false };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let _ = Url::revoke_object_url(&address);
    true
}

/// Stands first in a CSV file: it tells spreadsheets that the file is UTF-8.
pub(super) const CSV_MARK: &str = "\u{FEFF}";

/// One line of a CSV file as spreadsheets read it: quoted, and no cell can become a formula.
pub(super) fn csv_line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell.as_ref())).collect();
    format!("{}\r\n", cells.join(";"))
}

fn csv_cell(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula_and_quotes_stay_text() {
        assert_eq!(
            csv_line(&["2", "=1+1", "zei \"nee\""]),
            "\"2\";\"'=1+1\";\"zei \"\"nee\"\"\"\r\n"
        );
    }
}
