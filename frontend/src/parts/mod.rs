//! What the components of the desk and the pieces of the phone share: everything about a part but its view.

pub mod icon;
pub mod length;
