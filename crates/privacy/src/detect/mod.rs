//! One file per kind. The checked kinds give the spans of the *certain* cases; the others say how sure they are.

pub(crate) mod address;
pub(crate) mod birth_date;
pub(crate) mod email;
pub(crate) mod file_number;
pub(crate) mod iban;
pub(crate) mod name;
pub(crate) mod national_number;
pub(crate) mod number_plate;
pub(crate) mod phone;
pub(crate) mod profile;
pub(crate) mod riziv;
pub(crate) mod role;
pub(crate) mod sensitive;
pub(crate) mod singling_out;

/// A number of decimal digits modulo 97, the modulus of most Belgian checks; `None` for anything but digits.
fn mod_97(digits: &str) -> Option<u64> {
    digits.chars().try_fold(0, |rest, digit| {
        Some((rest * 10 + u64::from(digit.to_digit(10)?)) % 97)
    })
}

/// The value of a short run of digits.
fn value(digits: Option<&str>) -> Option<u64> {
    digits?.parse().ok()
}
