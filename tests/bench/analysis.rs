//! What it costs to look at very many signals at once, and whether those who use the server notice.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use testkit::{Prepared, RealServer};

use crate::measure::{self, Load, Workers, at};

/// How long the server is used before anything is looked at.
const QUIET: Duration = Duration::from_secs(10);
/// How often progress is printed.
const EVERY: Duration = Duration::from_secs(15);
/// One of the people sends ten signals a second: some always wait for the next look.
const JUST_SENT: i64 = 50;
/// Between two requests of one person.
const PACE: Duration = Duration::from_millis(100);

/// People who use the server meanwhile: each asks one thing ten times a second.
pub(crate) struct People {
    pub(crate) loads: Vec<(&'static str, Load)>,
}

/// Prints how fast signals are looked at and grouped, and how long people wait for answers before and meanwhile. Ends when all
/// were looked at but those of the last seconds, and the first run over all of them has put them together; or after so many
/// minutes.
pub(crate) fn measure(
    engine: &str,
    prepared: &Prepared,
    postmaster: Option<u32>,
    people: impl Fn(&RealServer) -> People,
    minutes: u64,
) {
    let quiet = prepared.start_with(&[("LOKAAL_ANALYSIS", "false")]);
    let before = meanwhile(&people(&quiet), || sleep(QUIET));
    let alone_mb = measure::resident_mb(quiet.pid());
    quiet.kill();
    let waiting = || {
        prepared
            .database
            .count("signals WHERE analysed_by IS NULL AND state <> 'withdrawn'")
    };
    let count = |rows: &str| prepared.database.count(rows);
    let is_grouping = || count("jobs WHERE kind = 'group' AND state = 'running'") > 0;
    let is_grouped = || {
        count("cluster_runs") > 0
            && count("jobs WHERE kind = 'group' AND state IN ('queued', 'running')") == 0
    };
    let all = waiting();
    let server = prepared.start_with(&[("LOKAAL_ANALYSIS", "true")]);
    let workers = Workers {
        own: server.pid(),
        postmaster,
    };
    let (began, cpu) = (Instant::now(), workers.seconds());
    let (mut most_mb, mut last) = (0.0_f64, (Instant::now(), all));
    let (mut busy, mut grouping) = (Waits::new(), Waits::new());
    while (last.1 > JUST_SENT || !is_grouped())
        && began.elapsed() < Duration::from_secs(minutes * 60)
    {
        // Asked for anew each time: access tokens live ten minutes.
        let waits = meanwhile(&people(&server), || sleep(EVERY));
        let now_grouping = is_grouping();
        if now_grouping {
            add(&mut grouping, &waits);
        }
        add(&mut busy, &waits);
        let left = waiting();
        let mb = measure::resident_mb(server.pid());
        most_mb = most_mb.max(mb);
        let rate = (last.1 - left) as f64 / last.0.elapsed().as_secs_f64();
        println!(
            "{engine:9} after {:>5.0} s: {left:>7} wait, {rate:>6.0} looked at a second, {mb:>4.0} MB{}",
            began.elapsed().as_secs_f64(),
            if now_grouping { ", grouping" } else { "" }
        );
        last = (Instant::now(), left);
    }
    for (_, latencies) in busy.iter_mut().chain(&mut grouping) {
        latencies.sort_unstable();
    }
    let (took, used) = (began.elapsed().as_secs_f64(), workers.seconds());
    // Those that people sent meanwhile wait too, and are looked at.
    let looked_at = all - last.1;
    println!(
        "{engine:9} {looked_at} of {all} looked at in {took:.0} s with {:.0} s of the server's processor time and {:.0} s of the \
         database's; {alone_mb:.0} MB without analysis, {most_mb:.0} MB at most",
        used.0 - cpu.0,
        used.1 - cpu.1,
    );
    for ((name, before), (_, busy)) in before.iter().zip(&busy) {
        println!(
            "{engine:9} {name:8} p50 {:>6.2} ms before, {:>6.2} ms meanwhile; p99 {:>6.2} ms before, {:>6.2} ms meanwhile; {} asked",
            at(before, 50),
            at(busy, 50),
            at(before, 99),
            at(busy, 99),
            busy.len()
        );
    }
    for (name, waits) in &grouping {
        println!(
            "{engine:9} {name:8} p50 {:>6.2} ms, p99 {:>6.2} ms, at most {:>6.2} ms while all are grouped; {} asked",
            at(waits, 50),
            at(waits, 99),
            at(waits, 100),
            waits.len()
        );
    }
    println!(
        "{engine:9} {} in {} groups",
        count("cluster_members"),
        count("clusters WHERE gone_at IS NULL")
    );
    server.kill();
}

/// How long each kind of request took.
type Waits = Vec<(&'static str, Vec<Duration>)>;

fn add(all: &mut Waits, some: &Waits) {
    for (place, (name, waits)) in some.iter().enumerate() {
        match all.get_mut(place) {
            Some((_, known)) => known.extend(waits),
            None => all.push((name, waits.clone())),
        }
    }
}

/// Latencies of each, sorted.
fn meanwhile(people: &People, work: impl FnOnce()) -> Waits {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let asking: Vec<_> = people
            .loads
            .iter()
            .map(|(name, load)| {
                let is_over = &is_over;
                (*name, scope.spawn(move || load.paced(PACE, is_over)))
            })
            .collect();
        work();
        is_over.store(true, Ordering::Relaxed);
        asking
            .into_iter()
            .map(|(name, asking)| {
                let mut latencies = asking.join().expect("somebody who stops asking");
                latencies.sort_unstable();
                (name, latencies)
            })
            .collect()
    })
}
