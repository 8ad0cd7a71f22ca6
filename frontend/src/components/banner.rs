//! Messages that belong to a page or to a part of it.

use leptos::text_prop::TextProp;

use super::icon::{self, Icon, Shape};
use crate::prelude::*;

/// What kind of message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// To know.
    #[default]
    Info,
    /// It worked.
    Ok,
    /// To be careful about.
    Warn,
    /// It did not work.
    Bad,
}

impl BannerKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice--info",
            Self::Ok => "notice notice--ok",
            Self::Warn => "notice notice--warn",
            Self::Bad => "notice notice--bad",
        }
    }

    const fn icon(self) -> Shape {
        match self {
            Self::Info => icon::INFO,
            Self::Ok => icon::CIRCLE_CHECK,
            Self::Warn | Self::Bad => icon::TRIANGLE_ALERT,
        }
    }
}

/// A labelled region on top of a page: offline, an older version, a new one. One at a time.
#[component]
pub fn Banner(
    /// What it is about: its accessible name and its first words.
    #[prop(into)]
    title: TextProp,
    /// What kind of message.
    #[prop(optional)]
    kind: BannerKind,
    /// What to know or to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <section class=format!("{} notice--banner", kind.class()) aria-label=move || name.get().to_string()>
            <Icon shape=kind.icon()/>
            <div class="notice__body">
                <p class="notice__title">{move || title.get().to_string()}</p>
                {children.map(|children| children())}
            </div>
        </section>
    }
}

/// A message inside a page.
#[component]
pub fn Notice(
    /// What kind of message.
    #[prop(optional)]
    kind: BannerKind,
    /// What to know or to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=kind.class()>
            <Icon shape=kind.icon()/>
            <div class="notice__body">{children()}</div>
        </div>
    }
}
