//! Passwords that are tried first. (Filled below.)

pub(super) fn is_common(_password: &str, _about_the_user: &[&str]) -> bool {
    false
}
