//! Provider references: what stands beside a signal instead of a person. There is no table that maps them back.

use uuid::Uuid;

use crate::{
    Secret,
    keyed_hash::{first, hmac_sha256},
    keys::PseudonymKey,
};

/// 128 bits that tell an authority's providers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderRef([u8; 16]);

impl ProviderRef {
    /// Of somebody with an account: `HMAC(pseudonym key, authority ‖ user)`.
    pub fn of_user(key: &PseudonymKey, authority: Uuid, user: Uuid) -> Self {
        Self(first(&key.mac(&[authority.as_bytes(), user.as_bytes()])))
    }

    /// Of somebody without: the device drew `device_reference` at random for this authority. The suffix keeps a device
    /// from posing as a user by sending that user's id.
    pub fn of_device(key: &PseudonymKey, authority: Uuid, device_reference: Uuid) -> Self {
        Self(first(&key.mac(&[
            authority.as_bytes(),
            device_reference.as_bytes(),
            b"device",
        ])))
    }

    /// For an export: another key each time, so that two exports cannot be joined.
    #[must_use]
    pub fn rekeyed(self, export_key: &Secret<32>) -> Self {
        Self(first(&hmac_sha256(export_key.expose(), &[&self.0])))
    }

    pub fn from_stored(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub fn to_stored(self) -> [u8; 16] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandomness, keys::HmacKey};

    const BORNEM: Uuid = Uuid::from_u128(1);
    const GENT: Uuid = Uuid::from_u128(2);
    const NURSE: Uuid = Uuid::from_u128(3);
    const TEACHER: Uuid = Uuid::from_u128(4);

    fn key() -> PseudonymKey {
        HmacKey::draw(&SeededRandomness::new(1))
    }

    #[test]
    fn a_provider_keeps_her_reference_within_an_authority() {
        assert_eq!(
            ProviderRef::of_user(&key(), BORNEM, NURSE),
            ProviderRef::of_user(&key(), BORNEM, NURSE)
        );
        assert_ne!(
            ProviderRef::of_user(&key(), BORNEM, NURSE),
            ProviderRef::of_user(&key(), BORNEM, TEACHER)
        );
    }

    #[test]
    fn two_authorities_cannot_see_that_it_is_the_same_provider() {
        assert_ne!(
            ProviderRef::of_user(&key(), BORNEM, NURSE),
            ProviderRef::of_user(&key(), GENT, NURSE)
        );
        assert_ne!(
            ProviderRef::of_device(&key(), BORNEM, NURSE),
            ProviderRef::of_device(&key(), GENT, NURSE)
        );
    }

    #[test]
    fn a_device_cannot_pose_as_a_user() {
        assert_ne!(
            ProviderRef::of_device(&key(), BORNEM, NURSE),
            ProviderRef::of_user(&key(), BORNEM, NURSE)
        );
    }

    #[test]
    fn without_the_key_nothing_can_be_recomputed() {
        let other: PseudonymKey = HmacKey::draw(&SeededRandomness::new(2));
        assert_ne!(
            ProviderRef::of_user(&key(), BORNEM, NURSE),
            ProviderRef::of_user(&other, BORNEM, NURSE)
        );
    }

    #[test]
    fn two_exports_cannot_be_joined() {
        let reference = ProviderRef::of_user(&key(), BORNEM, NURSE);
        let (first, second) = (Secret::new([1; 32]), Secret::new([2; 32]));
        assert_ne!(reference.rekeyed(&first), reference.rekeyed(&second));
        assert_ne!(reference.rekeyed(&first), reference);
        assert_eq!(reference.rekeyed(&first), reference.rekeyed(&first));
    }
}
