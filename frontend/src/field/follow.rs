//! F5: following with a code that was written down.

use shared::draft::{Broken, Check};
use shared::problem::{Code, Invalid};

use super::receipt::parse_receipt;
use super::route::Route;
use super::state::use_field;
use crate::components::{ErrorSummary, Page, SubmitButton, TextField};
use crate::forms::Form;
use crate::prelude::*;

#[derive(Debug, Clone, Default)]
struct CodeDraft {
    code: String,
}

impl CodeDraft {
    fn parse(self) -> Result<String, Invalid> {
        let mut check = Check::default();
        let code = parse_receipt(&self.code);
        let code = check.field("/code", code.ok_or(Broken::rule(Code::InvalidValue)));
        check.finish(code)
    }
}

/// One field. Whether the code exists is told by the page that it leads to, in the same words for unknown and expired.
#[component]
pub(super) fn FollowPage() -> impl IntoView {
    let field = use_field();
    let form = Form::new(CodeDraft::default());
    form.any()
        .word("/code", Code::InvalidValue, t!(follow.format));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(code) = form.parsed(CodeDraft::parse) {
            field.go(Route::Receipt(code));
        }
    };
    view! {
        <Page title=t!(follow.title)>
            <form novalidate on:submit=submit>
                <ErrorSummary form/>
                <TextField form at="/code" label=t!(follow.label) hint=t!(follow.hint) width="medium code"
                    get=|draft| draft.code.clone() set=|draft, typed| draft.code = typed/>
                <div class="form-end"><SubmitButton label=t!(follow.send)/></div>
            </form>
            <section class="aside">
                <h2>{t!(follow.lost_title)}</h2>
                <p>{t!(follow.lost)}</p>
            </section>
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_another_length_is_told_before_it_is_sent() {
        let draft = CodeDraft {
            code: "KX7Q".into(),
        };
        assert_eq!(draft.parse().unwrap_err().to_string(), "/code invalidInput");
    }
}
