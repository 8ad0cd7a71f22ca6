//! Web Push: a browser hears that there is news, and nothing else.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::draft::{Broken, Check};
use crate::problem::{Code, Invalid};
use crate::timeline::MAX_RECEIPTS;

/// Where a browser wants to hear of which signals: the codes and the address stand in the body.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PushDraft {
    /// One to fifty receipts.
    pub receipts: Vec<String>,
    /// Address at the push service of the browser, as `PushSubscription.endpoint` tells it; at most 1,024 characters.
    pub endpoint: String,
}

/// Shows neither code nor address.
impl fmt::Debug for PushDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PushDraft({} receipts)", self.receipts.len())
    }
}

/// Receipts and the address, checked.
pub struct PushSubscription {
    /// One to fifty.
    pub receipts: Vec<String>,
    /// Where.
    pub endpoint: PushEndpoint,
}

impl PushDraft {
    /// Checks the number of receipts and the shape of the address.
    pub fn parse(self, reach: Reach) -> Result<PushSubscription, Invalid> {
        let mut check = Check::default();
        match self.receipts.len() {
            0 => check.note("/receipts", Broken::rule(Code::Required)),
            found if found > MAX_RECEIPTS => {
                let broken = Broken::limit(Code::OutOfRange, MAX_RECEIPTS, found);
                check.note("/receipts", broken);
            }
            _ => {}
        }
        let endpoint = check.field("/endpoint", PushEndpoint::parse(&self.endpoint, reach));
        let receipts = self.receipts;
        check.finish(endpoint.map(|endpoint| PushSubscription { receipts, endpoint }))
    }
}

/// Which addresses may be pushed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Named machines of the internet, by HTTPS at its own port.
    Internet,
    /// This machine and others near it too, also without TLS: for tests and development.
    Anywhere,
}

/// Address of one browser at its push service. Whoever knows it can ring there, so it is treated as a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PushEndpoint {
    whole: String,
    is_tls: bool,
    host: String,
    port: u16,
    path: String,
}

impl PushEndpoint {
    /// The longest that push services were seen to give is half of it.
    pub const MAX_BYTES: usize = 1_024;

    /// Takes `https://NAME/PATH`; with [`Reach::Anywhere`] also `http`, a port, and addresses in digits.
    pub fn parse(typed: &str, reach: Reach) -> Result<Self, Broken> {
        if typed.is_empty() {
            return Err(Broken::rule(Code::Required));
        }
        if typed.len() > Self::MAX_BYTES {
            return Err(Broken::limit(Code::TooLong, Self::MAX_BYTES, typed.len()));
        }
        Self::split(typed, reach).ok_or(Broken::rule(Code::InvalidValue))
    }

    fn split(typed: &str, reach: Reach) -> Option<Self> {
        let is_anywhere = reach == Reach::Anywhere;
        let (is_tls, rest) = match typed.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (
                false,
                typed.strip_prefix("http://").filter(|_| is_anywhere)?,
            ),
        };
        // Nothing that ends a line or a request, and no fragment: it is written into a request as it is.
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'\\');
        if !rest.bytes().all(is_plain) {
            return None;
        }
        let (place, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        if !path.starts_with('/') {
            return None;
        }
        let (host, port) = match place.split_once(':') {
            Some((host, port)) if is_anywhere => (host, port.parse().ok()?),
            Some(_) => return None,
            None => (place, if is_tls { 443 } else { 80 }),
        };
        let is_fit = if is_anywhere { is_host } else { is_name };
        is_fit(host).then(|| Self {
            whole: typed.to_owned(),
            is_tls,
            host: host.to_ascii_lowercase(),
            port,
            path: path.to_owned(),
        })
    }

    /// The whole address, for sealing.
    pub fn reveal(&self) -> &str {
        &self.whole
    }

    /// True for HTTPS.
    pub const fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Name of the push service.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What the push service knows the browser by.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whom a token is for (RFC 8292 §2): scheme and place, without a port that goes without saying.
    pub fn origin(&self) -> String {
        let scheme = if self.is_tls { "https" } else { "http" };
        format!("{scheme}://{}", self.place())
    }

    /// The place, as `Host` names it.
    pub fn place(&self) -> String {
        match (self.is_tls, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            (_, port) => format!("{}:{port}", self.host),
        }
    }
}

impl fmt::Debug for PushEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PushEndpoint(…)")
    }
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.bytes().all(is_plain)
    };
    host.split('.').all(is_label)
}

/// A name with a dot whose last part has a letter and no `0x`: digits in any spelling are an address, and addresses name
/// machines that the world's names do not.
fn is_name(host: &str) -> bool {
    let is_word = |last: &str| {
        last.bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    let last = host.rsplit_once('.').map(|(_, last)| last);
    is_host(host) && last.is_some_and(|last| is_word(last) || last.starts_with("xn--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> Option<PushEndpoint> {
        PushEndpoint::parse(typed, Reach::Internet).ok()
    }

    #[test]
    fn an_address_of_a_push_service_is_taken_apart() {
        let endpoint = parsed("https://Push.Services.example/wpush/v2/gAAAA-b_c?x=1").unwrap();
        assert_eq!(
            (endpoint.host(), endpoint.port()),
            ("push.services.example", 443)
        );
        assert_eq!(endpoint.path(), "/wpush/v2/gAAAA-b_c?x=1");
        assert_eq!(endpoint.origin(), "https://push.services.example");
    }

    #[test]
    fn no_address_leads_to_a_machine_that_the_world_does_not_name() {
        for typed in [
            "http://push.example/a",
            "https://127.0.0.1/a",
            "https://127.1/a",
            "https://2130706433/a",
            "https://0x7f.1/a",
            "https://0x7f000001/a",
            "https://a.0x7f/a",
            "https://[::1]/a",
            "https://[::ffff:10.0.0.1]/a",
            "https://localhost/a",
            "https://push.example:8443/a",
            "https://user@push.example/a",
            "https://user:word@push.example/a",
            "https://push.example",
            "https://push.example?a",
            "https://push.example/a b",
            "https://push.example/a\r\nX: y",
            "https://push.example/a#b",
            "https://push.example\\@evil.example/a",
            "https://pu\u{17f}h.example/a",
            "ftp://push.example/a",
            "https:///a",
            "https://.example/a",
        ] {
            assert!(parsed(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn tests_may_push_to_this_machine() {
        let endpoint = PushEndpoint::parse("http://127.0.0.1:4000/a", Reach::Anywhere).unwrap();
        assert_eq!(endpoint.origin(), "http://127.0.0.1:4000");
    }

    #[test]
    fn debug_never_shows_the_address() {
        let endpoint = parsed("https://push.example/geheim").unwrap();
        let draft = PushDraft {
            receipts: vec!["KX7Q-2M9T-P4HD-V6RB".to_owned()],
            endpoint: endpoint.reveal().to_owned(),
        };
        let shown = format!("{endpoint:?} {draft:?}");
        assert!(
            !shown.contains("geheim") && !shown.contains("KX7Q"),
            "{shown}"
        );
    }
}
