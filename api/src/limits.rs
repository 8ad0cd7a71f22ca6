//! Rate limits (trust.md §5.2), in memory. A bucket's key is a keyed hash with a key of this process: no address is kept.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use policy::{Access, Effect, Operation, Permit};
use shared::id::{AuthorityId, UserId};
use shared::problem::Code;
use storage::records::EntryLinkRecord;

use crate::config::Config;
use crate::export_quota::{Export, ExportQuota};
use crate::http::ApiProblem;
use crate::misses::Misses;

/// Target of log lines about security events (trust.md §11): never an address or a person.
pub(crate) const SECURITY: &str = "security";

type Bucket = [u8; 32];

/// A limit of the table in trust.md §5.2.
struct Limit {
    /// As the log of security events names it.
    name: &'static str,
    limiter: DefaultKeyedRateLimiter<Bucket>,
    /// How many requests it turned away.
    reached: AtomicU64,
}

/// One per line of the table in trust.md §5.2.
pub(crate) struct Limits {
    key: [u8; 32],
    trusted_proxies: Vec<IpAddr>,
    clock: DefaultClock,
    user: Limit,
    user_writes: Limit,
    searches: Limit,
    bulk: Limit,
    submit_by_link: Limit,
    submit_by_network: Limit,
    sign_in: Limit,
    sign_in_mails: Limit,
    exports: ExportQuota,
    exports_refused: AtomicU64,
    misses: Misses,
    networks_shut_out: AtomicU64,
}

impl Limits {
    /// Limits are per installation, so each instance gets its share.
    pub(crate) fn new(config: &Config, key: [u8; 32]) -> Self {
        let share = |of: u32| {
            let share = of.saturating_mul(config.rate_factor) / config.instances.max(1);
            NonZeroU32::new(share).unwrap_or(NonZeroU32::MIN)
        };
        let limit = |name, per_minute| Limit {
            name,
            limiter: RateLimiter::keyed(Quota::per_minute(share(per_minute))),
            reached: AtomicU64::new(0),
        };
        Self {
            key,
            trusted_proxies: config.trusted_proxies.clone(),
            clock: DefaultClock::default(),
            user: limit("user", 300),
            // Keyboard triage may write 240 a minute (decisions.md 25).
            user_writes: limit("writes", 240),
            searches: limit("searches", 30),
            // Of as many as 500 signals each (decisions.md 25).
            bulk: limit("bulkChanges", 60),
            submit_by_link: limit("submissionsByLink", 60),
            submit_by_network: limit("submissionsByNetwork", 20),
            sign_in: limit("signIns", 30),
            sign_in_mails: Limit {
                name: "signInMails",
                limiter: RateLimiter::keyed(Quota::per_hour(share(20))),
                reached: AtomicU64::new(0),
            },
            exports: ExportQuota::new(share(10).get()),
            exports_refused: AtomicU64::new(0),
            misses: Misses::new(share(10).get(), share(300).get()),
            networks_shut_out: AtomicU64::new(0),
        }
    }

    /// Counts a request; too many answer 429.
    pub(crate) fn check<A: Operation>(
        &self,
        request: &HttpRequest,
        user: Option<UserId>,
        entry_link: Option<&EntryLinkRecord>,
    ) -> Result<(), ApiProblem> {
        // A network that guessed too often is turned away before its next guess, whoever signed in there.
        if A::ACCESS == Access::Receipt && self.misses.is_shut(&self.network(request)) {
            return Err(too_many(60));
        }
        if let Some(user) = user {
            let bucket = self.bucket(user.uuid().as_bytes());
            self.take(&self.user, &bucket)?;
            if A::EFFECT == Effect::Writes {
                self.take(&self.user_writes, &bucket)?;
            }
            return Ok(());
        }
        if A::ACCESS == Access::EntryLink {
            if let Some(link) = entry_link {
                let bucket = self.bucket(link.id.uuid().as_bytes());
                self.take(&self.submit_by_link, &bucket)?;
            }
            self.take(&self.submit_by_network, &self.network(request))?;
        }
        Ok(())
    }

    /// Counts a search in texts.
    pub(crate) fn search<A: Operation>(&self, permit: &Permit<A>) -> Result<(), ApiProblem> {
        match permit.user() {
            Some(user) => self.take(&self.searches, &self.bucket(user.uuid().as_bytes())),
            None => Ok(()),
        }
    }

    /// Counts an act on many signals.
    pub(crate) fn bulk<A: Operation>(&self, permit: &Permit<A>) -> Result<(), ApiProblem> {
        match permit.user() {
            Some(user) => self.take(&self.bulk, &self.bucket(user.uuid().as_bytes())),
            None => Ok(()),
        }
    }

    /// Counts that somebody takes everything of an authority along; several in an hour are told to the log.
    pub(crate) fn export(&self, user: UserId, authority: AuthorityId) -> Result<(), ApiProblem> {
        let person = self.bucket(user.uuid().as_bytes());
        match self.exports.take(person, Instant::now()) {
            Export::Granted => Ok(()),
            Export::Alarming => {
                tracing::warn!(target: SECURITY, { security.event = "exportAlarm", authority.id = %authority }, "one person exports again and again: ask why");
                Ok(())
            }
            Export::Refused(wait) => {
                self.exports_refused.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(target: SECURITY, { security.event = "limit", security.limit = "exports", authority.id = %authority }, "a limit was reached");
                Err(too_many(wait.as_secs() + 1))
            }
        }
    }

    /// Counts wrong follow-up codes.
    pub(crate) fn note_receipt_misses(&self, request: &HttpRequest, how_many: u32) {
        if self.misses.note(self.network(request), how_many) {
            self.networks_shut_out.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(target: SECURITY, { security.event = "breaker", security.limit = "receiptMisses" }, "somebody guesses follow-up codes and is turned away");
        }
    }

    /// Counts an attempt to sign in from this network.
    pub(crate) fn sign_in(&self, request: &HttpRequest) -> Result<(), ApiProblem> {
        self.take(&self.sign_in, &self.network(request))
    }

    /// Counts a mail to sign in with that somebody asks for from this network; how many one address gets is counted where
    /// they are stored.
    pub(crate) fn sign_in_mail(&self, request: &HttpRequest) -> Result<(), ApiProblem> {
        self.take(&self.sign_in_mails, &self.network(request))
    }

    /// Forgets whom nothing is held against any more, so that the memory of this process does not grow with the world.
    pub(crate) fn forget_old(&self) {
        for Limit { limiter, .. } in self.all() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        self.exports.forget_old(Instant::now());
    }

    /// How often each limit turned somebody away since this process began, by its name in the log.
    pub(crate) fn reached(&self) -> Vec<(&'static str, u64)> {
        let rates = self.all().map(|limit| (limit.name, &limit.reached));
        let others = [
            ("exports", &self.exports_refused),
            ("receiptMisses", &self.networks_shut_out),
        ];
        rates
            .into_iter()
            .chain(others)
            .map(|(name, count)| (name, count.load(Ordering::Relaxed)))
            .collect()
    }

    fn all(&self) -> [&Limit; 8] {
        [
            &self.user,
            &self.user_writes,
            &self.searches,
            &self.bulk,
            &self.submit_by_link,
            &self.submit_by_network,
            &self.sign_in,
            &self.sign_in_mails,
        ]
    }

    fn take(&self, limit: &Limit, bucket: &Bucket) -> Result<(), ApiProblem> {
        limit.limiter.check_key(bucket).map_err(|until| {
            limit.reached.fetch_add(1, Ordering::Relaxed);
            let wait = until.wait_time_from(self.clock.now());
            tracing::warn!(target: SECURITY, { security.event = "limit", security.limit = limit.name }, "a limit was reached");
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

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// What stands in the log.
    #[derive(Clone, Default)]
    struct Said(Arc<Mutex<Vec<u8>>>);

    impl Write for Said {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// The lines that `work` writes to the log, as JSON.
    fn said(work: impl FnOnce()) -> Vec<serde_json::Value> {
        let said = Said::default();
        let writer = said.clone();
        let log = tracing_subscriber::fmt()
            .json()
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(log, work);
        let bytes = said.0.lock().unwrap().clone();
        let lines = String::from_utf8(bytes).unwrap();
        let read = |line: &str| serde_json::from_str(line).unwrap();
        lines.lines().map(read).collect()
    }

    #[test]
    fn the_third_export_within_an_hour_is_told_to_the_log_without_a_name() {
        let limits = Limits::new(&Config::default(), [1; 32]);
        let user = UserId::new(uuid::Uuid::from_u128(0xabc));
        let authority = AuthorityId::new(uuid::Uuid::from_u128(0xdef));
        let export = || limits.export(user, authority).unwrap();
        let lines = said(|| (0..3).for_each(|_| export()));
        assert_eq!(lines.len(), 1, "{lines:?}");
        let line = &lines[0];
        assert_eq!(line["target"], "security");
        assert_eq!(line["fields"]["security.event"], "exportAlarm");
        assert_eq!(line["fields"]["authority.id"], authority.to_string());
        assert!(!line.to_string().contains(&user.to_string()));
    }

    #[test]
    fn who_guesses_codes_is_told_to_the_log_once() {
        let limits = Limits::new(&Config::default(), [1; 32]);
        let request = actix_web::test::TestRequest::default().to_http_request();
        let lines = said(|| (0..20).for_each(|_| limits.note_receipt_misses(&request, 1)));
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(lines[0]["fields"]["security.event"], "breaker");
        assert!(limits.reached().contains(&("receiptMisses", 1)));
    }

    #[test]
    fn a_limit_counts_whom_it_turned_away() {
        let limits = Limits::new(&Config::default(), [1; 32]);
        let request = actix_web::test::TestRequest::default().to_http_request();
        let refused = (0..33).filter(|_| limits.sign_in(&request).is_err());
        assert_eq!(refused.count(), 3);
        assert!(limits.reached().contains(&("signIns", 3)));
        assert!(limits.reached().contains(&("exports", 0)));
    }

    #[test]
    fn whom_nothing_is_held_against_is_forgotten() {
        let config = Config {
            rate_factor: 10_000,
            ..Config::default()
        };
        let limits = Limits::new(&config, [1; 32]);
        for number in 0..1_000_u32 {
            let bucket = limits.bucket(&number.to_le_bytes());
            limits.take(&limits.sign_in, &bucket).unwrap();
        }
        assert_eq!(limits.sign_in.limiter.len(), 1_000);
        // With this factor one request weighs 0.2 ms: the first are forgiven by now, and soon all are.
        while !limits.sign_in.limiter.is_empty() {
            limits.forget_old();
        }
    }

    #[test]
    fn instances_share_the_limits() {
        let config = Config {
            instances: 2,
            ..Config::default()
        };
        let limits = Limits::new(&config, [1; 32]);
        let network = [7; 32];
        limits.misses.note(network, 5);
        assert!(
            limits.misses.is_shut(&network),
            "10 a minute on two instances"
        );
    }
}
