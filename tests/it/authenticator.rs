//! A device that makes passkeys and signs with them, as browsers and phones do (Web Authentication, level 2): keys on
//! P-256, no attestation. Every part of an answer can be bent.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use data_encoding::BASE64URL_NOPAD;
use shared::passkey::{PasskeyAnswer, PasskeyDraft, PasskeyOffer, PasskeyQuestion};

/// Somebody touched the device.
const TOUCHED: u8 = 0x01;
/// The device knows that it was its owner.
const VERIFIED: u8 = 0x04;
/// A new key comes along.
const WITH_KEY: u8 = 0x40;

/// A device with one passkey.
pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    credential: [u8; 16],
    handle: String,
    /// How often it says that it signed; 0 for devices that do not count.
    pub(crate) counter: u32,
    /// The page that asks, as the browser sees it.
    pub(crate) origin: &'static str,
    /// The name that it signs for, where it is another one than was asked.
    pub(crate) another_name: Option<&'static str>,
    /// Whether its owner proves who she is.
    pub(crate) verifies: bool,
}

impl Authenticator {
    pub(crate) fn new() -> Self {
        let mut credential = [0; 16];
        aws_lc_rs::rand::fill(&mut credential).unwrap();
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            credential,
            handle: String::new(),
            counter: 0,
            origin: "https://signaal.test",
            another_name: None,
            verifies: true,
        }
    }

    /// Makes the passkey that was asked for.
    pub(crate) fn makes(&mut self, offer: &PasskeyOffer, name: &str) -> PasskeyDraft {
        self.handle.clone_from(&offer.user_handle);
        let mut data = self.data(&offer.rp_id, WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.credential);
        // COSE: EC2, ES256, P-256, x and y of the uncompressed point.
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 32]);
        data.extend(&point[33..65]);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        PasskeyDraft {
            name: name.to_owned(),
            client_data: text(self.client_data("webauthn.create", &offer.challenge)),
            attestation: text(attestation),
        }
    }

    /// Signs in.
    pub(crate) fn answers(&mut self, question: &PasskeyQuestion) -> PasskeyAnswer {
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.data(&question.rp_id, 0);
        let client_data = self.client_data("webauthn.get", &question.challenge);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, client_data.as_bytes()).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        PasskeyAnswer {
            credential: text(self.credential),
            client_data: text(client_data),
            authenticator_data: text(data),
            signature: text(signature.as_ref()),
            user_handle: self.handle.clone(),
        }
    }

    fn data(&self, name: &str, flags: u8) -> Vec<u8> {
        let name = self.another_name.unwrap_or(name);
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = digest(&SHA256, name.as_bytes()).as_ref().to_vec();
        data.push(TOUCHED | verified | flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, challenge: &str) -> String {
        let origin = self.origin;
        format!(
            r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#
        )
    }
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(bytes.as_ref())
}
