//! Entry links over HTTP, one operation a file.

mod create_entry_link;
mod get_entry_link_qr;
mod list_entry_links;
mod revoke_entry_link;

use crate::operations::Register;

pub(crate) fn operations(config: &mut impl Register) {
    config
        .service(create_entry_link::create_entry_link)
        .service(get_entry_link_qr::get_entry_link_qr)
        .service(list_entry_links::list_entry_links)
        .service(revoke_entry_link::revoke_entry_link);
}
