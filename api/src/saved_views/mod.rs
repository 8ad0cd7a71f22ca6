//! Kept views of the inbox over HTTP, one operation a file.

mod list_saved_views;
mod remove_saved_view;
mod save_view;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(list_saved_views::list_saved_views)
        .service(remove_saved_view::remove_saved_view)
        .service(save_view::save_view);
}
