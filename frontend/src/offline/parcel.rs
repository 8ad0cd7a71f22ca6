//! What an item carries: where it goes and its JSON, as it is sealed on the device.

use shared::id::IdempotencyKey;

/// The body of an item. It is put together once, before the first attempt, and never changes after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Path below the API's base, such as `/signals`.
    pub path: String,
    /// The JSON. For what needs a follow-up code, the part inside `body`: the code is known when its turn comes.
    pub json: String,
}

impl Parcel {
    /// A signal on its way out.
    pub fn submission(json: String) -> Self {
        Self {
            path: "/signals".to_owned(),
            json,
        }
    }

    /// Takes a submission back.
    pub fn recall(key: IdempotencyKey) -> Self {
        Self {
            path: "/signals/recall".to_owned(),
            json: format!("{{\"key\":\"{key}\"}}"),
        }
    }

    /// True when a follow-up code goes along.
    pub fn is_by_receipt(&self) -> bool {
        self.path.starts_with("/receipts/")
    }

    /// The JSON as it is sent. A receipt is letters, digits and dashes, so it needs no escaping.
    pub fn to_send(&self, receipt: Option<&str>) -> Option<String> {
        if !self.is_by_receipt() {
            return Some(self.json.clone());
        }
        let receipt = receipt?;
        let json = &self.json;
        Some(format!("{{\"receipt\":\"{receipt}\",\"body\":{json}}}"))
    }

    /// As one text, for sealing.
    pub fn to_text(&self) -> String {
        format!("{}\n{}", self.path, self.json)
    }

    /// As it was sealed.
    pub fn of_text(text: &str) -> Option<Self> {
        let (path, json) = text.split_once('\n')?;
        Some(Self {
            path: path.to_owned(),
            json: json.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_is_the_same_after_the_night() {
        let parcel = Parcel::submission("{\"text\":\"Geen\\nloket\"}".to_owned());
        assert_eq!(Parcel::of_text(&parcel.to_text()), Some(parcel));
    }

    #[test]
    fn what_needs_a_code_waits_for_it() {
        let parcel = Parcel {
            path: "/receipts/enrich".to_owned(),
            json: "{\"frequency\":\"weekly\"}".to_owned(),
        };
        assert_eq!(parcel.to_send(None), None);
        assert_eq!(
            parcel.to_send(Some("KX7Q-2M9T-P4HD-V6RB")).unwrap(),
            "{\"receipt\":\"KX7Q-2M9T-P4HD-V6RB\",\"body\":{\"frequency\":\"weekly\"}}"
        );
    }
}
