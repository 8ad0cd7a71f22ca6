//! Doors: signing in, with a password, by a link in a mail or by a passkey, and staying signed in; and the
//! links through which providers without account come in.

mod attempts;
mod create_entry_link;
mod list_entry_links;
mod login;
mod lost;
mod passkeys;
mod qr;
mod refresh_login;
mod revoke;
mod revoke_entry_link;
mod sign_in;
mod sign_in_links;

pub use attempts::{Account, Strangers, begin_sign_in};
pub use create_entry_link::create_entry_link;
pub use list_entry_links::{after, entry_link_url, get_entry_link_qr, list_entry_links};
pub(crate) use login::open_login;
pub use login::{SignedIn, access_token};
pub use lost::{list_provider_logins, wipe_provider_login};
pub use passkeys::{
    Answered, add_passkey, ask_passkey, begin_passkey, list_my_passkeys, remove_passkey,
    use_passkey,
};
pub use qr::qr_svg;
pub use refresh_login::{Renewed, refresh_login};
pub use revoke::{Revocation, revoked_since, sign_out};
pub(crate) use revoke::{revoke_everywhere, revoke_logins_so_far};
pub use revoke_entry_link::revoke_entry_link;
pub use sign_in::sign_in;
pub(crate) use sign_in::use_totp;
pub(crate) use sign_in_links::sign_in_letter;
pub use sign_in_links::{
    Confirmed, LINK_MINUTES, Opened, ask_sign_in_link, confirm_sign_in, use_sign_in_link,
};
