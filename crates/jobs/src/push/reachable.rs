//! Which machines may be rung at: none inside a network (server-side request forgery).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use shared::push::{PushEndpoint, Reach};
use tokio::net::lookup_host;

use super::Rung;

/// Where the name leads; nowhere when one of the addresses is not of the internet.
pub(super) async fn addresses(
    endpoint: &PushEndpoint,
    reach: Reach,
) -> Result<Vec<SocketAddr>, Rung> {
    let found = lookup_host((endpoint.host(), endpoint.port())).await;
    let addresses: Vec<SocketAddr> = match found {
        Ok(found) => found.collect(),
        Err(_) => {
            return Err(Rung::Again(
                "the push service is not found by its name".to_owned(),
            ));
        }
    };
    let is_allowed =
        |address: &SocketAddr| reach == Reach::Anywhere || is_of_internet(address.ip());
    if addresses.iter().all(is_allowed) {
        Ok(addresses)
    } else {
        Err(Rung::Gone(
            "the name leads into a network of its own".to_owned(),
        ))
    }
}

/// By the registries of special-purpose addresses (RFC 6890 and what followed); when in doubt, no.
fn is_of_internet(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_of_internet_v4(address),
        IpAddr::V6(address) => is_of_internet_v6(address),
    }
}

fn is_of_internet_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

/// Of `2000::/3`, where all of the internet is: not what documents, tunnels or translates.
fn is_of_internet_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, 0..=0x1FF | 0xDB8, ..] | [0x2002 | 0x3FFF, ..] => false,
        [0x2000..=0x3FFF, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_networks_are_none_of_the_internet() {
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:a00:1::1",
            "3fff::1",
        ] {
            assert!(!is_of_internet(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "8.8.8.8",
            "100.63.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2a00:1450:400e::1",
            "2001:200::1",
        ] {
            assert!(is_of_internet(outside.parse().unwrap()), "{outside}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_rung_at() {
        // The names of this machine are the only ones that a test can ask for without a network.
        let endpoint = PushEndpoint::parse("http://localhost:9/a", Reach::Anywhere).unwrap();
        let refused = addresses(&endpoint, Reach::Internet).await;
        assert!(matches!(refused, Err(Rung::Gone(_))), "{refused:?}");
        assert!(addresses(&endpoint, Reach::Anywhere).await.is_ok());
    }
}
