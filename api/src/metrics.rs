//! Figures for Prometheus: requests by operation and status, their duration. No label tells who.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// Route, method and status of a request: each from a closed list, so that no caller makes them grow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    route: String,
    method: &'static str,
    status: u16,
}

/// The figures of this process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("lokaal_signaal");
        let requests = Family::default();
        let seconds = Family::new_with_constructor(DURATIONS);
        registry.register("requests", "Requests by route and status", requests.clone());
        registry.register("request_seconds", "Duration of requests", seconds.clone());
        Self {
            registry,
            requests,
            seconds,
        }
    }
}

/// How a histogram is made.
const DURATIONS: fn() -> Histogram = durations;

/// Half a millisecond to sixteen seconds.
fn durations() -> Histogram {
    Histogram::new(exponential_buckets(0.000_5, 2.0, 16))
}

impl Metrics {
    /// Counts a request.
    pub(crate) fn note(&self, route: &str, method: &'static str, status: u16, seconds: f64) {
        let labels = Labels {
            route: route.to_owned(),
            method,
            status,
        };
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&labels).observe(seconds);
    }

    /// The text that Prometheus reads.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        match prometheus_client::encoding::text::encode(&mut text, &self.registry) {
            Ok(()) => text,
            Err(_) => String::new(),
        }
    }
}
