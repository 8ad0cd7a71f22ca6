//! TLS, when this server ends it itself.

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use workflow::Sources;

use crate::config::Config;
use crate::server::StartError;

/// The certificate that is configured, or a self-signed one for a room; `None` behind a proxy.
pub(crate) fn of(config: &Config, sources: &Sources) -> Result<Option<ServerConfig>, StartError> {
    let failed = |error: &dyn std::fmt::Display| StartError::Tls(error.to_string());
    let (chain, key) = match (&config.tls_certificate, &config.tls_key) {
        (Some(chain), Some(key)) => (
            std::fs::read_to_string(chain)?,
            std::fs::read_to_string(key)?,
        ),
        (Some(_), None) | (None, Some(_)) => {
            return Err(failed(
                &"tls_certificate and tls_key belong together: set both",
            ));
        }
        (None, None) if config.tls_self_signed => {
            let names = names(config);
            let made = identity::certificates::self_signed(
                &config.data.join("tls"),
                &names,
                sources.now().utc(),
            )
            .map_err(|error| failed(&error))?;
            (made.certificate_pem, String::clone(&made.key_pem))
        }
        (None, None) => return Ok(None),
    };
    let chain = CertificateDer::pem_slice_iter(chain.as_bytes()).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| failed(&error))?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|error| failed(&error))?;
    let server = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key);
    server.map(Some).map_err(|error| failed(&error))
}

fn names(config: &Config) -> Vec<String> {
    let mut names = vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        config.bind.to_string(),
    ];
    let base = config.public_base_url();
    let host = base
        .split("//")
        .nth(1)
        .and_then(|rest| rest.split([':', '/']).next());
    names.extend(host.map(ToOwned::to_owned));
    names.retain(|name| name != "0.0.0.0" && name != "::");
    names.sort();
    names.dedup();
    names
}
