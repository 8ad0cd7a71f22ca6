//! Rate limits (trust.md §5.2), in memory. A bucket's key is a keyed hash with a key of this process: no address is kept.

use std::net::IpAddr;
use std::num::NonZeroU32;

use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use policy::{Access, Effect, Operation};
use shared::id::UserId;
use shared::problem::Code;
use storage::records::EntryLinkRecord;

use crate::config::Config;
use crate::http::ApiProblem;
use crate::misses::Misses;

type Bucket = [u8; 32];

/// One limiter per line of the table in trust.md §5.2.
pub(crate) struct Limits {
    key: [u8; 32],
    trusted_proxies: Vec<IpAddr>,
    clock: DefaultClock,
    user: DefaultKeyedRateLimiter<Bucket>,
    user_writes: DefaultKeyedRateLimiter<Bucket>,
    submit_by_link: DefaultKeyedRateLimiter<Bucket>,
    submit_by_network: DefaultKeyedRateLimiter<Bucket>,
    misses: Misses,
    sign_in: DefaultKeyedRateLimiter<Bucket>,
}

impl Limits {
    /// Limits are per installation, so each instance gets its share.
    pub(crate) fn new(config: &Config, key: [u8; 32]) -> Self {
        let share = |per_minute: u32| {
            let share = per_minute.saturating_mul(config.rate_factor) / config.instances.max(1);
            RateLimiter::keyed(Quota::per_minute(
                NonZeroU32::new(share).unwrap_or(NonZeroU32::MIN),
            ))
        };
        Self {
            key,
            trusted_proxies: config.trusted_proxies.clone(),
            clock: DefaultClock::default(),
            user: share(300),
            // Keyboard triage may write 240 a minute (decisions.md 25).
            user_writes: share(240),
            submit_by_link: share(60),
            submit_by_network: share(20),
            misses: Misses::new(10 * config.rate_factor, 300 * config.rate_factor),
            sign_in: share(30),
        }
    }

    /// Counts a request; too many answer 429.
    pub(crate) fn check<A: Operation>(
        &self,
        request: &HttpRequest,
        user: Option<UserId>,
        entry_link: Option<&EntryLinkRecord>,
    ) -> Result<(), ApiProblem> {
        if let Some(user) = user {
            let bucket = self.bucket(user.uuid().as_bytes());
            self.take(&self.user, &bucket)?;
            if A::EFFECT == Effect::Writes {
                self.take(&self.user_writes, &bucket)?;
            }
            return Ok(());
        }
        match A::ACCESS {
            Access::EntryLink => {
                if let Some(link) = entry_link {
                    self.take(
                        &self.submit_by_link,
                        &self.bucket(link.id.uuid().as_bytes()),
                    )?;
                }
                self.take(&self.submit_by_network, &self.network(request))
            }
            // A network that guessed too often is turned away before its next guess.
            Access::Receipt => self.peek_receipts(request),
            _ => Ok(()),
        }
    }

    /// Counts a wrong follow-up code.
    pub(crate) fn note_receipt_miss(&self, request: &HttpRequest) {
        self.misses.note(self.network(request));
    }

    /// Counts an attempt to sign in from this network.
    pub(crate) fn sign_in(&self, request: &HttpRequest) -> Result<(), ApiProblem> {
        self.take(&self.sign_in, &self.network(request))
    }

    fn peek_receipts(&self, request: &HttpRequest) -> Result<(), ApiProblem> {
        let network = self.network(request);
        if self.misses.is_shut(&network) {
            Err(too_many(60))
        } else {
            Ok(())
        }
    }

    fn take(
        &self,
        limiter: &DefaultKeyedRateLimiter<Bucket>,
        bucket: &Bucket,
    ) -> Result<(), ApiProblem> {
        limiter.check_key(bucket).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            too_many(wait.as_secs() + 1)
        })
    }

    /// The network of the caller: IPv4 whole, IPv6 by /56; right-most hop outside the configured proxies.
    fn network(&self, request: &HttpRequest) -> Bucket {
        let peer = request.peer_addr().map(|address| address.ip());
        let forwarded = request
            .headers()
            .get("x-forwarded-for")
            .and_then(|header| header.to_str().ok());
        let hops = forwarded
            .into_iter()
            .flat_map(|hops| hops.rsplit(','))
            .filter_map(|hop| hop.trim().parse().ok());
        let is_proxy = |address: &IpAddr| self.trusted_proxies.contains(address);
        let address = match peer {
            Some(peer) if is_proxy(&peer) => {
                hops.into_iter().find(|hop| !is_proxy(hop)).or(Some(peer))
            }
            other => other,
        };
        match address {
            Some(IpAddr::V4(address)) => self.bucket(&address.octets()),
            Some(IpAddr::V6(address)) => self.bucket(
                address
                    .octets()
                    .first_chunk::<7>()
                    .map_or(&[], <[u8; 7]>::as_slice),
            ),
            None => self.bucket(&[]),
        }
    }

    fn bucket(&self, of: &[u8]) -> Bucket {
        keyed(&self.key, of)
    }
}

fn too_many(seconds: u64) -> ApiProblem {
    ApiProblem::later(Code::TooManyRequests, seconds)
}

fn keyed(key: &[u8; 32], of: &[u8]) -> Bucket {
    use aws_lc_rs::hmac;
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), of);
    tag.as_ref().first_chunk().copied().unwrap_or_default()
}
