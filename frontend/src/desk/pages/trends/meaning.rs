//! What the numbers mean, over which weeks, and how old they are.

use shared::trend::TrendAge;

use crate::desk::words;
use crate::prelude::*;

/// Closed until somebody asks.
#[component]
pub(super) fn Meaning(
    /// How old the counts are.
    age: Option<TrendAge>,
    /// Weeks that a point counts together, and the method, where that is one.
    #[prop(optional)]
    of: Option<(u32, String)>,
) -> impl IntoView {
    let counted = age.as_ref().and_then(counted_line);
    let of = of.map(|(weeks, model)| {
        let each = if weeks == 1 {
            t!(trend.meaning_week).to_owned()
        } else {
            t!(trend.meaning_weeks, weeks = weeks.to_string())
        };
        view! { <p>{each}</p><p>{t!(trend.model, model = model)}</p> }
    });
    view! {
        <details class="panel panel--text meaning">
            <summary>{t!(chart.meaning)}</summary>
            <p>{t!(trend.meaning_count)}</p>
            {of}
            <p>{t!(trend.meaning_band)}</p>
            <p>{t!(trend.meaning_rise)}</p>
            <p>{t!(trend.meaning_said)}</p>
            {counted.map(|line| view! { <p>{line}</p> })}
        </details>
    }
}

/// "Geteld op 23 november 2026. De laatste week begon op 16 november 2026."
pub(super) fn counted_line(age: &TrendAge) -> Option<String> {
    let on = words::local_day(&age.computed_at?.to_string())?;
    Some(t!(
        trend.counted,
        date = crate::i18n::day(on),
        week = crate::i18n::day(age.week?)
    ))
}
