//! How a browser is rung: one request to its push service (RFC 8030), signed (RFC 8292), with nothing in it.

mod answer;
mod reachable;

use std::sync::Arc;
use std::time::Duration;

use identity::keys::VapidKey;
use identity::vapid;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::ServerName;
use shared::push::{PushEndpoint, Reach};
use shared::time::Moment;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use answer::{MAX_HEAD_BYTES, rung};
use reachable::addresses;

/// A push service that does not answer must not outlive the lease of its job.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a push service keeps it for a phone that is off: a week. Later the phone asks by itself.
const TTL_SECONDS: u32 = 7 * 24 * 3_600;

/// What became of ringing. The words never hold an address: they end in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rung {
    /// The push service takes it from here.
    Taken,
    /// Nobody listens there, now or later.
    Gone(String),
    /// Something stands in the way.
    Again(String),
    /// The push service asks to wait.
    Later(String, Duration),
    /// The push service does not take what we send: an operator looks.
    Never(String),
}

/// Rings at push services.
pub struct Bell {
    reach: Reach,
    /// Whom operators of a push service can turn to.
    contact: Option<String>,
    tls: Option<TlsConnector>,
}

impl Bell {
    /// `base_url` is how the world reaches us.
    pub fn new(reach: Reach, base_url: &str) -> Self {
        let contact = base_url
            .starts_with("https://")
            .then(|| base_url.to_owned());
        Self {
            reach,
            contact,
            tls: connector(),
        }
    }

    /// Rings once. Addresses are looked at again: what was allowed when it was kept need not be now.
    pub async fn ring(&self, endpoint: &str, key: &VapidKey, now: Moment) -> Rung {
        let Ok(endpoint) = PushEndpoint::parse(endpoint, self.reach) else {
            return Rung::Gone("the address is none that may be rung at".to_owned());
        };
        let signed =
            vapid::authorization(key, &endpoint.origin(), self.contact.as_deref(), now.utc());
        let authorization = match signed {
            Ok(authorization) => authorization,
            Err(error) => return Rung::Never(error.to_string()),
        };
        let request = request(&endpoint, &authorization);
        match timeout(PATIENCE, self.send(&endpoint, &request)).await {
            Ok(rung) => rung,
            Err(_) => Rung::Again("the push service did not answer in time".to_owned()),
        }
    }

    async fn send(&self, endpoint: &PushEndpoint, request: &str) -> Rung {
        let addresses = match addresses(endpoint, self.reach).await {
            Ok(addresses) => addresses,
            Err(rung) => return rung,
        };
        // The very addresses that were looked at, so that a second answer of the name server changes nothing.
        let Ok(stream) = TcpStream::connect(addresses.as_slice()).await else {
            return Rung::Again("no connection to the push service".to_owned());
        };
        if !endpoint.is_tls() {
            return exchange(stream, request).await;
        }
        let (Some(tls), Ok(name)) = (&self.tls, ServerName::try_from(endpoint.host().to_owned()))
        else {
            return Rung::Never("no TLS to the push service is possible".to_owned());
        };
        match tls.connect(name, stream).await {
            Ok(stream) => exchange(stream, request).await,
            Err(_) => Rung::Again("the push service does not prove who it is".to_owned()),
        }
    }
}

/// Redirects are not followed, cookies not kept, the body of an answer not read.
async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> Rung {
    let broken = || Rung::Again("the push service broke the connection".to_owned());
    if stream.write_all(request.as_bytes()).await.is_err() || stream.flush().await.is_err() {
        return broken();
    }
    let mut head = Vec::new();
    let mut part = [0; 1_024];
    while head.len() < MAX_HEAD_BYTES && !head.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut part).await {
            Ok(0) => break,
            Ok(read) => head.extend_from_slice(part.get(..read).unwrap_or_default()),
            Err(_) => return broken(),
        }
    }
    rung(&head)
}

/// `Topic` lets a push service keep one waiting ring instead of ten.
fn request(endpoint: &PushEndpoint, authorization: &str) -> String {
    let (path, place) = (endpoint.path(), endpoint.place());
    format!(
        "POST {path} HTTP/1.1\r\nHost: {place}\r\nAuthorization: {authorization}\r\nTTL: {TTL_SECONDS}\r\n\
         Urgency: normal\r\nTopic: news\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

fn connector() -> Option<TlsConnector> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Some(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_is_sent_to_a_machine_that_the_world_does_not_name() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let bell = Bell::new(Reach::Internet, "https://signaal.test");
        let ring = identity::keys::KeyRing::draw(
            &identity::SystemRandomness,
            Moment::from_micros(0).utc(),
        )
        .unwrap();
        for host in ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]"] {
            for scheme in ["http", "https"] {
                let endpoint = format!("{scheme}://{host}:{port}/a");
                let rung = bell
                    .ring(&endpoint, ring.vapid(), Moment::from_micros(0))
                    .await;
                assert!(matches!(rung, Rung::Gone(_)), "{endpoint}: {rung:?}");
            }
        }
        assert!(listener.accept().is_err(), "somebody knocked");
    }
}
