//! Where a language model may be: on a machine of the list, and never across an open network without TLS.

use std::net::IpAddr;

use reqwest::Url;

/// A language model that cannot be used, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLanguageModel {
    /// It is no address.
    #[error("language_model_url: {0:?} is no address such as https://llm.example.be/v1")]
    Address(String),
    /// The machine is not on the list.
    #[error("language_model_hosts: add {0:?} when texts of signals may be sent there")]
    Host(String),
    /// Texts would travel in the open.
    #[error(
        "language_model_url: {0:?} must be reached by https, or be an address of a private network"
    )]
    Open(String),
    /// It has no name.
    #[error("language_model: the name of the model is missing")]
    Name,
    /// No TLS is possible.
    #[error("no TLS to the language model is possible: this machine trusts no certificates")]
    Tls,
}

/// Where questions go, and the machine.
pub(super) fn completions(url: &str, hosts: &[String]) -> Result<(Url, String), BadLanguageModel> {
    let bad = || BadLanguageModel::Address(without_secrets(url));
    let base = Url::parse(url).map_err(|_| bad())?;
    let host = base.host_str().ok_or_else(bad)?.to_owned();
    let is_plain = base.username().is_empty()
        && base.password().is_none()
        && base.query().is_none()
        && base.fragment().is_none();
    if !is_plain {
        return Err(bad());
    }
    if !hosts
        .iter()
        .any(|listed| listed.eq_ignore_ascii_case(&host))
    {
        return Err(BadLanguageModel::Host(host));
    }
    match base.scheme() {
        "https" => {}
        "http" if is_private(&host) => {}
        "http" => return Err(BadLanguageModel::Open(host)),
        _ => return Err(bad()),
    }
    let path = format!("{}/chat/completions", base.path().trim_end_matches('/'));
    let mut completions = base;
    completions.set_path(&path);
    Ok((completions, host))
}

/// This machine, or an address that is never on the internet.
fn is_private(host: &str) -> bool {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    match literal.parse() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        Err(_) => host == "localhost",
    }
}

/// A password in an address must not end in a message.
fn without_secrets(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, place)) => format!("…@{place}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str, host: &str) -> Result<String, BadLanguageModel> {
        completions(url, &[host.to_owned()]).map(|(url, _)| url.to_string())
    }

    #[test]
    fn questions_go_to_the_completions_of_the_version() {
        for url in ["https://llm.example.be/v1", "https://llm.example.be/v1/"] {
            let asked = at(url, "llm.example.be").unwrap();
            assert_eq!(asked, "https://llm.example.be/v1/chat/completions");
        }
    }

    #[test]
    fn a_machine_that_nobody_put_on_the_list_is_refused() {
        for (url, host) in [
            ("https://llm.example.be/v1", "example.be"),
            ("https://llm.example.be.evil.example/v1", "llm.example.be"),
            ("https://127.0.0.1/v1", "localhost"),
        ] {
            assert!(
                matches!(at(url, host), Err(BadLanguageModel::Host(_))),
                "{url}"
            );
        }
        assert!(completions("https://llm.example.be/v1", &[]).is_err());
    }

    #[test]
    fn without_tls_only_private_addresses_are_asked() {
        for (url, host) in [
            ("http://localhost:11434/v1", "localhost"),
            ("http://10.0.0.8:8000/v1", "10.0.0.8"),
            ("http://[fd00::1]:8000/v1", "[fd00::1]"),
        ] {
            assert!(at(url, host).is_ok(), "{url}");
        }
        for (url, host) in [
            ("http://llm.example.be/v1", "llm.example.be"),
            ("http://8.8.8.8/v1", "8.8.8.8"),
        ] {
            assert!(
                matches!(at(url, host), Err(BadLanguageModel::Open(_))),
                "{url}"
            );
        }
    }

    #[test]
    fn a_key_does_not_belong_into_the_address_and_is_not_told() {
        let refused = at("https://me:geheim@llm.example.be/v1", "llm.example.be").unwrap_err();
        assert!(!refused.to_string().contains("geheim"));
        for url in [
            "llm.example.be",
            "ftp://llm.example.be/v1",
            "https://llm.example.be/v1?key=x",
        ] {
            assert!(
                matches!(at(url, "llm.example.be"), Err(BadLanguageModel::Address(_))),
                "{url}"
            );
        }
    }
}
