//! A view of the inbox that somebody keeps under a name. It is one's own: colleagues get its address.

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::id::SavedViewId;
use crate::problem::{Code, Invalid};
use crate::signal::SignalFilter;
use crate::text::Name;

/// How many views one member keeps in one authority: more than anybody finds something in.
pub const MAX_SAVED_VIEWS: usize = 30;
/// How many values one filter of a kept view has.
const MAX_VALUES: usize = 20;
/// The longest value, also of words to search (trust.md §5.2).
const MAX_VALUE: usize = 200;

/// A kept view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SavedView {
    /// Its id.
    pub id: SavedViewId,
    /// Slug of its authority.
    pub authority: String,
    /// Its name.
    #[cfg_attr(feature = "openapi", schema(example = "Wonen, te laat"))]
    pub name: String,
    /// What it shows. Codes may have left the taxonomy since.
    pub filter: SignalFilter,
}

/// A view to keep, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedViewDraft {
    /// Its name, 1 to 120 characters; a view of the same name makes room for it.
    pub name: String,
    /// What it shows.
    #[serde(default)]
    pub filter: SignalFilter,
}

/// A checked view.
#[derive(Debug)]
pub struct NewSavedView {
    /// Its name.
    pub name: Name,
    /// What it shows.
    pub filter: SignalFilter,
}

impl SavedViewDraft {
    /// Checks the name and how long the filter is. Codes are not looked up: whoever keeps a view keeps it as it was seen.
    pub fn parse(self) -> Result<NewSavedView, Invalid> {
        let mut check = Check::default();
        let name = check.field("/name", Name::parse(&self.name));
        let SignalFilter {
            id,
            theme,
            tag,
            target_group,
            state,
            place,
            q,
            ..
        } = &self.filter;
        if !id.is_empty() {
            // A list of signals is no view: nothing new would ever come into it.
            check.note("/filter/id", Broken::rule(Code::OutOfRange));
        }
        let counts = [
            ("/filter/state", state.len()),
            ("/filter/theme", theme.len()),
            ("/filter/tag", tag.len()),
            ("/filter/targetGroup", target_group.len()),
        ];
        for (pointer, found) in counts.into_iter().filter(|(_, found)| *found > MAX_VALUES) {
            check.note(pointer, Broken::limit(Code::OutOfRange, MAX_VALUES, found));
        }
        let lists = [
            ("/filter/theme", theme),
            ("/filter/tag", tag),
            ("/filter/targetGroup", target_group),
        ];
        let values = lists
            .into_iter()
            .flat_map(|(pointer, values)| values.iter().map(move |value| (pointer, value)));
        let values = values
            .chain(place.iter().map(|place| ("/filter/place", place)))
            .chain(q.iter().map(|words| ("/filter/q", words)));
        for (pointer, value) in values {
            let found = value.chars().count();
            if found > MAX_VALUE {
                check.note(pointer, Broken::limit(Code::TooLong, MAX_VALUE, found));
            }
            if value.chars().any(char::is_control) {
                check.note(pointer, Broken::rule(Code::ForbiddenCharacter));
            }
        }
        let filter = self.filter;
        check.finish(name.map(|name| NewSavedView { name, filter }))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn errors(filter: SignalFilter) -> Vec<String> {
        let draft = SavedViewDraft {
            name: "Wonen".to_owned(),
            filter,
        };
        let invalid = draft.parse().err();
        let errors = invalid.iter().flat_map(Invalid::errors);
        errors.map(|error| error.pointer.clone()).collect()
    }

    #[test]
    fn a_code_that_left_the_taxonomy_is_kept() {
        let filter = SignalFilter {
            theme: vec!["gone".to_owned()],
            ..SignalFilter::default()
        };
        assert!(errors(filter).is_empty());
    }

    #[test]
    fn what_is_no_view_says_why() {
        let filter = SignalFilter {
            id: vec![Uuid::from_u128(1).into()],
            tag: vec![String::new(); 21],
            place: Some("\u{0}".to_owned()),
            q: Some("w".repeat(201)),
            ..SignalFilter::default()
        };
        assert_eq!(
            errors(filter),
            ["/filter/id", "/filter/tag", "/filter/place", "/filter/q"]
        );
        let nameless = SavedViewDraft::default().parse().unwrap_err();
        assert_eq!(nameless.errors()[0].pointer, "/name");
    }
}
