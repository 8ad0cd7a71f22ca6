//! The device's clock and randomness, the only two places where they are read.

use shared::id::IdempotencyKey;
use shared::time::Day;
use uuid::{Builder, Uuid};

/// Milliseconds since 1970.
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}

/// Whole milliseconds since 1970.
pub fn now_ms() -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::as_conversions,
        reason = "milliseconds since 1970 are whole and far below 2^53"
    )]
    let millis = now_millis() as i64;
    millis
}

/// A random number of 0 to 100.
pub fn chance() -> u8 {
    random_uuid()
        .as_bytes()
        .first()
        .map_or(50, |byte| byte % 101)
}

/// A new key for one attempt to write: a version 7 UUID.
pub fn new_key() -> IdempotencyKey {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::as_conversions,
        reason = "milliseconds since 1970 are whole, positive and far below 2^53"
    )]
    let millis = now_millis() as u64;
    let mut random = [0; 10];
    for (target, source) in random
        .iter_mut()
        .zip(random_uuid().as_bytes().iter().skip(6))
    {
        *target = *source;
    }
    // Bytes 6 and 8 of a v4 carry its version and variant; the builder sets those of v7 over them.
    IdempotencyKey::new(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the clients where randomness is drawn"
)]
fn random_uuid() -> Uuid {
    Uuid::new_v4()
}

/// 128 random bits in hexadecimal.
pub fn new_mark() -> String {
    random_uuid().simple().to_string()
}

/// Today, on the device's calendar: for what the device tells its own user.
pub fn today() -> Day {
    day_of(now_millis())
}

/// The day of a moment, on the device's calendar.
pub fn day_of(millis: f64) -> Day {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis));
    let written = format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    );
    written.parse().unwrap_or(Day::new(<_>::default()))
}
