//! Actions over HTTP, one operation a file.

mod change_action;
mod list_actions;
mod move_action;
mod plan_action;

use shared::action::Action;

use crate::http::{Created, Versioned};
use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(change_action::change_action)
        .service(list_actions::list_actions)
        .service(move_action::move_action)
        .service(plan_action::plan_action);
}

/// An action with its `ETag`.
fn versioned(action: Action) -> Versioned<Action> {
    Versioned {
        version: action.version,
        body: action,
    }
}

/// An action that was planned, with where it stands.
fn created(action: Action) -> Created<Action> {
    Created {
        href: action.href.clone(),
        version: Some(action.version),
        body: action,
    }
}
