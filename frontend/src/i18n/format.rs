//! Dates and numbers as people of the chosen language write them in Belgium. The browser's `Intl` knows; no tables in
//! the program (ux.md §10).

use shared::time::Day;

/// `6 maart 2026`.
pub fn day(day: Day) -> String {
    written_day(day, false)
}

/// `vrijdag 6 maart 2026`.
pub fn day_with_weekday(day: Day) -> String {
    written_day(day, true)
}

#[cfg(target_arch = "wasm32")]
fn written_day(day: Day, weekday: bool) -> String {
    use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::JsValue;

    let options = Object::new();
    let set = |name: &str, value: &str| {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    };
    // A day has no time zone: it is midnight in UTC, told in UTC.
    set("timeZone", "UTC");
    set("day", "numeric");
    set("month", "long");
    set("year", "numeric");
    if weekday {
        set("weekday", "long");
    }
    let date = Date::new(&JsValue::from_str(&day.to_string()));
    let locales = Array::of1(&super::locale().into());
    let format = DateTimeFormat::new(&locales, &options).format();
    match format.call1(&JsValue::UNDEFINED, &date) {
        // A date is read as one word: it never breaks over two lines.
        Ok(written) => written
            .as_string()
            .map_or_else(|| day.to_string(), |written| written.replace(' ', "\u{A0}")),
        Err(_) => day.to_string(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn written_day(day: Day, _weekday: bool) -> String {
    day.to_string()
}

/// `1.500`, in French `1 500`.
#[cfg(target_arch = "wasm32")]
pub fn number(number: u64) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    // Counts stay far below 2^53.
    #[expect(
        clippy::cast_precision_loss,
        clippy::as_conversions,
        reason = "counts on a screen stay far below 2^53"
    )]
    let number = js_sys::Number::from(number as f64);
    number
        .to_locale_string(&super::locale())
        .as_string()
        .unwrap_or_default()
}

/// `1500`: outside a browser nobody knows better.
#[cfg(not(target_arch = "wasm32"))]
pub fn number(number: u64) -> String {
    number.to_string()
}

/// Which of two words comes first, as people of the chosen language sort them.
#[cfg(target_arch = "wasm32")]
pub fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    let locales = js_sys::Array::of1(&super::locale().into());
    let options = js_sys::Object::new();
    js_sys::JsString::from(one)
        .locale_compare(other, &locales, &options)
        .cmp(&0)
}

/// Outside a browser nobody knows better.
#[cfg(not(target_arch = "wasm32"))]
pub fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    one.to_lowercase().cmp(&other.to_lowercase())
}

/// `14:02`, on the clock of the device, which is the clock that its user looks at.
pub fn time_of_day(millis: f64) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis));
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// `14:02`, or `6 maart 2026, 14:02` when that was another day.
pub fn moment(millis: f64) -> String {
    let (on, time) = (crate::browser::clock::day_of(millis), time_of_day(millis));
    if on == crate::browser::clock::today() {
        return time;
    }
    format!("{}, {time}", day(on))
}
