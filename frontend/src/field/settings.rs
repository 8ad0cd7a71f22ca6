//! F9, the part that has no network: language, colours, what was asked once, and emptying the device.

use shared::codes::Language;

use super::device::{self, Profile};
use super::language;
use super::profile::{ProfileDraft, ProfileForm};
use super::route::Route;
use super::state::use_field;
use crate::components::{Button, ButtonKind, Chip, ChoiceSet, Dialog, Page, icon, use_toaster};
use crate::forms::Form;
use crate::prelude::*;
use crate::state::{Theme, keep_theme, kept_theme};

#[derive(Debug, Clone, Default)]
struct Choices {
    language: String,
    theme: String,
}

/// Settings; every choice counts at once.
#[component]
pub(super) fn SettingsPage() -> impl IntoView {
    let field = use_field();
    let form = Form::new(Choices {
        language: crate::i18n::language().code().to_owned(),
        theme: kept_theme().code().to_owned(),
    });
    let choose_language = Callback::new(move |()| {
        let code = form
            .draft
            .with_untracked(|choices| choices.language.clone());
        if let Some(chosen) = Language::of_code(&code) {
            language::choose(chosen);
        }
    });
    let choose_theme = Callback::new(move |()| {
        let code = form.draft.with_untracked(|choices| choices.theme.clone());
        if let Some(chosen) = Theme::of_code(&code) {
            keep_theme(chosen);
        }
    });
    let profile = field.profile.get_untracked().unwrap_or_default();
    let keep_profile = Callback::new(move |profile: Profile| field.keep_profile(profile));
    let has_links = field.entry_points.with_untracked(Vec::len) > 1;
    view! {
        <Page title=t!(settings.title)>
            <p class="field__hint">{t!(settings.device_only)}</p>
            <div class="stack-wide settings">
                <form novalidate on:submit=|event| event.prevent_default()>
                    <ChoiceSet form at="/language" label=t!(settings.language) chips={Chip::of_list::<Language>()}
                        get=|choices| choices.language.clone() set=|choices, code| choices.language = code
                        on_change=choose_language/>
                    <ChoiceSet form at="/theme" label=t!(settings.theme) chips={Chip::of_list::<Theme>()}
                        get=|choices| choices.theme.clone() set=|choices, code| choices.theme = code
                        on_change=choose_theme/>
                </form>
                {has_links.then(|| view! {
                    <section>
                        <h2>{t!(settings.links)}</h2>
                        <p><a href=Route::Authorities.href()>{t!(settings.links_hint)}</a></p>
                    </section>
                })}
                <section>
                    <h2>{t!(profile.title)}</h2>
                    <ProfileForm draft=ProfileDraft::of(&profile) on_done=keep_profile/>
                </section>
                <Wipe/>
            </div>
        </Page>
    }
}

/// Emptying the device: irreversible, so it asks and says what is lost.
#[component]
fn Wipe() -> impl IntoView {
    let field = use_field();
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    let ask = Callback::new(move |()| open.set(true));
    let cancel = Callback::new(move |()| open.set(false));
    let wipe = Callback::new(move |()| {
        device::wipe();
        field.receipts.set(Vec::new());
        field.entry_points.set(Vec::new());
        field.profile.set(None);
        keep_theme(Theme::System);
        open.set(false);
        toaster.say(t!(settings.wiped));
    });
    view! {
        <section>
            <h2>{t!(settings.wipe)}</h2>
            <p>{t!(settings.wipe_hint)}</p>
            <p><Button label=t!(settings.wipe) icon=icon::TRASH_2 kind=ButtonKind::Grave on_press=ask/></p>
            <Dialog open title=t!(settings.wipe)>
                <p>{t!(settings.wipe_hint)}</p>
                <p>{move || t!(settings.wipe_lost, count = field.receipts.with(Vec::len))}</p>
                <div class="dialog__choices">
                    <Button label=t!(settings.wipe) kind=ButtonKind::Grave on_press=wipe/>
                    <Button label=t!(common.cancel) on_press=cancel/>
                </div>
            </Dialog>
        </section>
    }
}
