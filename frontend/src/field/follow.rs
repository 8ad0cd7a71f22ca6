//! F5: following with a code that was written down.

use shared::draft::{Broken, Check};
use shared::problem::{Code, Invalid};

use super::form::Form;
use super::prelude::*;
use super::receipt::parse_receipt;
use super::state::FieldState;
use super::view::{
    Kind, Line, Piece, error_summary, page, piece, section, submit_button, text_field,
};

/// One field. Whether the code exists is told by the page that it leads to, in the same words for unknown and expired.
pub(super) fn follow_page(field: FieldState) -> Piece {
    let (form, code) = (Form::new(), Live::new(String::new()));
    form.word("/code", Code::InvalidValue, t!(follow.format));
    let line = Line {
        form,
        at: "/code",
        label: t!(follow.label),
        hint: t!(follow.hint),
        is_optional: false,
        kind: "text",
        autocomplete: "off",
        class: "control medium code",
    };
    let send = submit_button(t!(follow.send), Kind::Primary, Live::new(false));
    let form = piece("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            if let Some(code) = form.accept(parse_code(&code.get_untracked())) {
                field.go(field.place_of_code(code));
            }
        })
        .with(error_summary(form))
        .with(text_field(line, code))
        .with(piece("div").class("form-end").with(send));
    let lost = section(t!(follow.lost_title)).class("aside");
    page(t!(follow.title))
        .with(form)
        .with(lost.with(piece("p").words(t!(follow.lost))))
}

fn parse_code(typed: &str) -> Result<String, Invalid> {
    let mut check = Check::default();
    let code = parse_receipt(typed).ok_or(Broken::rule(Code::InvalidValue));
    let code = check.field("/code", code);
    check.finish(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_another_length_is_told_before_it_is_sent() {
        assert_eq!(
            parse_code("KX7Q").unwrap_err().to_string(),
            "/code invalidInput"
        );
    }
}
