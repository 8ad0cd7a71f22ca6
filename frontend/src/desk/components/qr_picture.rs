//! A QR code that the server drew. Only its outline is taken over, never its markup.

use crate::prelude::*;

/// A QR code as a picture with a name.
#[component]
pub(in crate::desk) fn QrPicture(
    /// What the server drew, as SVG.
    #[prop(into)]
    svg: String,
    /// What it is for.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    outline(&svg).map(|(view_box, path)| {
        view! {
            <svg class="qr" viewBox=view_box role="img" aria-label=label shape-rendering="crispEdges">
                <path d=path></path>
            </svg>
        }
    })
}

/// The grid and the dark modules of a QR code.
fn outline(svg: &str) -> Option<(String, String)> {
    let view_box = attribute(svg, " viewBox=\"")?;
    let path = attribute(svg, " d=\"")?;
    let is_plain = |text: &str, letters: &str| {
        text.chars()
            .all(|letter| letter.is_ascii_digit() || letters.contains(letter))
    };
    let is_outline = is_plain(view_box, " .-") && is_plain(path, " .,-MmHhVvLlZz");
    is_outline.then(|| (view_box.to_owned(), path.to_owned()))
}

fn attribute<'a>(svg: &'a str, opening: &str) -> Option<&'a str> {
    let (_, after) = svg.split_once(opening)?;
    let (value, _) = after.split_once('"')?;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_outline_is_taken_over() {
        let svg =
            r#"<svg xmlns="…" viewBox="0 0 29 29"><path fill="black" d="M4,4h1v1h-1z"/></svg>"#;
        assert_eq!(
            outline(svg),
            Some(("0 0 29 29".into(), "M4,4h1v1h-1z".into()))
        );
        assert_eq!(
            outline(r#"<svg viewBox="0 0 9 9"><path d="url(#x)"/></svg>"#),
            None
        );
    }
}
