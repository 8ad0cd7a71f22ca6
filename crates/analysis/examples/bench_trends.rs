//! `cargo xtask bench trends [--runs N] [--seed N] [--series FILE] [--data DIR]`: how often a rise is told that is none, and
//! how often one that is there.
//!
//! First the 28 scenarios of Noufaily et al. 2013 (doi:10.1002/sim.5595) with years of history, then authorities that are
//! just beginning. `--series FILE` writes the series with an outbreak and our alarms, so that
//! `tests/goldens/scenarios.R` can say what R finds in the same ones.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a program for developers: it prints figures and stops where it cannot go on"
)]

#[path = "support/dice.rs"]
mod dice;

use std::f64::consts::TAU;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use analysis::trends::{
    Bound, Prior, Settings, Silence, Young, beginning, farrington, is_told, q_values,
};

use dice::Dice;

/// Of the paper's table: level, trend, season (cosine, sine), dispersion. Each with and without trend and season.
const PARAMETERS: [[f64; 5]; 7] = [
    [0.1, 0.0025, 0.6, 0.6, 1.5],
    [-2.0, 0.005, 0.1, 0.3, 2.0],
    [1.5, 0.003, 0.2, -0.4, 1.0],
    [0.5, 0.002, 0.5, 0.5, 5.0],
    [2.5, 0.001, 1.0, 0.1, 3.0],
    [3.75, 0.001, 0.1, -0.1, 1.1],
    [5.0, 0.0001, 0.05, 0.01, 1.2],
];
const WEEKS: usize = 624;
const JUDGED: std::ops::Range<usize> = 575..624;
/// The paper's: a week in 200 lies above the bound by chance.
const NOMINAL: f64 = 0.005;
/// Analysis.md: at most this many times the nominal share.
const MOST_FALSE: f64 = 1.2;

fn main() {
    let (mut runs, mut seed, mut file) = (20, 1, None);
    let mut data = "../shared/data".to_owned();
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match option.as_str() {
            "--runs" => runs = value.parse().unwrap(),
            "--seed" => seed = value.parse().unwrap(),
            "--series" => file = Some(value),
            "--data" => data = value,
            _ => {
                println!("{option} is none of --runs, --seed, --series, --data");
                std::process::exit(2);
            }
        }
    }
    let is_equal = salmonella(&data);
    let mut dice = Dice(seed);
    let (passed, series) = scenarios(runs, &mut dice);
    if let Some(file) = file {
        std::fs::write(file, series).unwrap();
    }
    young_authorities(&mut dice);
    std::process::exit(i32::from(!(passed && is_equal)));
}

/// The weeks that Salmon et al. 2016 show, held against R. Their counts stay outside the project (decisions.md 41).
fn salmonella(data: &str) -> bool {
    let table = |name: &str| {
        let text = std::fs::read_to_string(format!("{data}/trends/{name}.csv")).ok()?;
        let rows = text.lines().skip(1);
        let row = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        Some(rows.map(row).collect::<Vec<_>>())
    };
    let Some(weeks) = table("salmNewport_agg") else {
        println!("no trends/salmNewport_agg.csv in {data}: give the folder with --data DIR");
        return false;
    };
    let counts: Vec<u32> = weeks.iter().map(|row| row[2].parse().unwrap()).collect();
    let first = NaiveDate::from_ymd_opt(2004, 1, 5).unwrap();
    let mut is_equal = true;
    for (name, bound) in [
        ("nbPlugin", Bound::NegativeBinomial),
        ("delta", Bound::Delta),
    ] {
        let answers = table(&format!("salmNewport_flex_{name}")).unwrap_or_default();
        let mut equal = Share::default();
        let mut alarms = Vec::new();
        for row in &answers {
            let week: usize = row[0].parse().unwrap();
            let settings = Settings {
                trend_p_value: 1.0,
                alpha: 0.01,
                enough_count: 0,
                bound,
                begins: first.checked_add_days(Days::new(7 * (week as u64 - 1))),
                ..Settings::default()
            };
            let own = farrington(&counts, week - 1, &settings).unwrap();
            let of_r: Vec<f64> = row.iter().map(|value| value.parse().unwrap()).collect();
            let close = |own: f64, of_r: f64| (own - of_r).abs() <= 1e-6 * of_r.abs();
            equal.add(
                close(own.expected, of_r[2])
                    && close(own.upper, of_r[3])
                    && close(own.p_value, of_r[5])
                    && own.is_alarm == (of_r[6] > 0.0),
            );
            if own.is_alarm {
                alarms.push(week);
            }
        }
        println!(
            "Salmonella Newport, {name}: {} of {} weeks equal to R to 1e-6; alarms {alarms:?}",
            equal.hits, equal.cases
        );
        is_equal &= equal.cases > 0 && equal.hits == equal.cases;
    }
    is_equal
}

/// Hits among cases.
#[derive(Default, Clone, Copy)]
struct Share {
    hits: u32,
    cases: u32,
}

impl Share {
    fn add(&mut self, is_hit: bool) {
        self.hits += u32::from(is_hit);
        self.cases += 1;
    }

    fn plus(&mut self, other: Self) {
        self.hits += other.hits;
        self.cases += other.cases;
    }

    fn value(self) -> f64 {
        f64::from(self.hits) / f64::from(self.cases.max(1))
    }
}

fn scenarios(runs: u32, dice: &mut Dice) -> (bool, String) {
    let settings = Settings {
        alpha: NOMINAL,
        ..Settings::default()
    };
    let careful = Settings {
        bound: Bound::CautiousNegativeBinomial,
        ..settings
    };
    let mut series = String::new();
    let mut cautious = (Share::default(), Share::default());
    let (mut all_false, mut all_found, mut all_silent) =
        (Share::default(), Share::default(), Share::default());
    println!(
        "scenarios of Noufaily et al. 2013: {runs} series each, 49 weeks judged, alpha {NOMINAL}"
    );
    println!("  scenario  level  trend  season  dispersion  false alarms  outbreaks found  silent");
    let mut scenario = 0;
    for [level, slope, cosine, sine, dispersion] in PARAMETERS {
        for (trend, season) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
            scenario += 1;
            let (mut wrong, mut found, mut silent) =
                (Share::default(), Share::default(), Share::default());
            for _ in 0..runs {
                let means: Vec<f64> = (1..=WEEKS)
                    .map(|week| {
                        let (week, angle) = (week as f64, TAU * week as f64 / 52.0);
                        let wave = cosine * angle.cos() + sine * angle.sin();
                        (level + trend * slope * week + season * wave).exp()
                    })
                    .collect();
                let quiet: Vec<u32> = means
                    .iter()
                    .map(|mean| dice.scattered(*mean, dispersion))
                    .collect();
                for week in JUDGED {
                    let answer = farrington(&quiet, week, &settings);
                    silent.add(answer.is_err());
                    // Where nothing is said, there is no alarm either.
                    wrong.add(answer.is_ok_and(|own| own.is_alarm));
                    cautious.0.add(alarms_at(&quiet, week, &careful));
                }
                let (ill, weeks) = outbreak(&quiet, &means, dispersion, dice);
                if weeks.is_empty() {
                    continue;
                }
                let alarms: Vec<usize> = JUDGED
                    .filter(|week| alarms_at(&ill, *week, &settings))
                    .collect();
                let is_found = |week: &usize| alarms_at(&ill, *week, &careful);
                cautious.1.add(weeks.iter().any(is_found));
                found.add(weeks.iter().any(|week| alarms.contains(week)));
                write_series(&mut series, scenario, &ill, &weeks, &alarms);
            }
            println!(
                "  {scenario:8}  {level:5}  {:5}  {:6}  {dispersion:10}  {:12.4}  {:15.3}  {:6.3}",
                trend * slope,
                if season > 0.0 { "yes" } else { "no" },
                wrong.value(),
                found.value(),
                silent.value(),
            );
            all_false.plus(wrong);
            all_found.plus(found);
            all_silent.plus(silent);
        }
    }
    let limit = MOST_FALSE * NOMINAL;
    let (cautious_false, cautious_found) = cautious;
    println!(
        "  all: false alarms {:.5} of {} weeks (target {limit}; EARS-C1 .050), outbreaks found {:.3} of {}, silent {:.3}",
        all_false.value(),
        all_false.cases,
        all_found.value(),
        all_found.cases,
        all_silent.value(),
    );
    println!(
        "  all, with the cautious bound: false alarms {:.5}, outbreaks found {:.3}",
        cautious_false.value(),
        cautious_found.value(),
    );
    (all_false.value() <= limit, series)
}

fn alarms_at(counts: &[u32], week: usize, settings: &Settings) -> bool {
    farrington(counts, week, settings).is_ok_and(|own| own.is_alarm)
}

/// As in the paper: Poisson(5 standard deviations) more, spread by a log-normal delay of median one week.
fn outbreak(
    quiet: &[u32],
    means: &[f64],
    dispersion: f64,
    dice: &mut Dice,
) -> (Vec<u32>, Vec<usize>) {
    let start = JUDGED.start + (dice.even() * 40.0) as usize;
    let size = dice.poisson(5.0 * (means[start] * dispersion).sqrt());
    let mut counts = quiet.to_vec();
    let mut weeks: Vec<usize> = (0..size)
        .map(|_| {
            let delay = (0.5 * dice.normal()).exp().floor() as usize;
            (start + delay).min(WEEKS - 1)
        })
        .collect();
    for week in &weeks {
        counts[*week] += 1;
    }
    weeks.sort_unstable();
    weeks.dedup();
    (counts, weeks)
}

/// A line: scenario; weeks of the outbreak; our alarms; counts. Weeks from 1, as in R.
fn write_series(
    series: &mut String,
    scenario: u32,
    counts: &[u32],
    weeks: &[usize],
    alarms: &[usize],
) {
    let joined = |numbers: &mut dyn Iterator<Item = usize>| {
        let words: Vec<String> = numbers.map(|number| number.to_string()).collect();
        words.join(" ")
    };
    writeln!(
        series,
        "{scenario};{};{};{}",
        joined(&mut weeks.iter().map(|week| week + 1)),
        joined(&mut alarms.iter().map(|week| week + 1)),
        joined(&mut counts.iter().map(|count| *count as usize)),
    )
    .unwrap();
}

/// Shares of ten themes: a few take most of it.
const THEMES: [f64; 10] = [0.24, 0.18, 0.14, 0.11, 0.09, 0.08, 0.06, 0.05, 0.03, 0.02];
const YOUNG_WEEKS: usize = 104;
const FIRST_JUDGED: usize = 12;
const TOGETHER: usize = 4;

/// Two years from the first signal on; every week all themes are tested together.
fn young_authorities(dice: &mut Dice) {
    const AUTHORITIES: u32 = 200;
    println!(
        "authorities that begin: {AUTHORITIES} each, ten themes, two years, tested every week over {TOGETHER} weeks, q 10 %, three providers"
    );
    println!(
        "  signals a year  tests silent  told by chance a year  with growth x10 a year  +6 found  +12 found  +24 found"
    );
    for yearly in [30.0, 150.0, 600.0] {
        let (mut silent, mut steady, mut growing) = (Share::default(), 0_u32, 0_u32);
        let mut found = [Share::default(); 3];
        for _ in 0..AUTHORITIES {
            let flat = |_: usize| yearly / 52.0;
            // From a fifth of the final level at the start to twice that of the steady one: ten times as many.
            let rising =
                |week: usize| yearly / 52.0 * (0.2 + 1.8 * week as f64 / YOUNG_WEEKS as f64);
            let counts = authority(flat, dice);
            steady += rises(&counts, &mut silent);
            growing += rises(&authority(rising, dice), &mut Share::default());
            let (start, theme) = (
                52 + (dice.even() * 40.0) as usize,
                (dice.even() * 10.0) as usize,
            );
            for (more, found) in [6, 12, 24].into_iter().zip(&mut found) {
                let mut burst = counts.clone();
                for _ in 0..more {
                    burst[theme][start + (dice.even() * 4.0) as usize] += 1;
                }
                found.add(
                    (start + 1..=start + TOGETHER + 1)
                        .any(|week| told(&burst, week, None).contains(&theme)),
                );
            }
        }
        let years = f64::from(AUTHORITIES) * (YOUNG_WEEKS - FIRST_JUDGED) as f64 / 52.0;
        println!(
            "  {yearly:14}  {:12.3}  {:21.3}  {:22.3}  {:8.2}  {:9.2}  {:9.2}",
            silent.value(),
            f64::from(steady) / years,
            f64::from(growing) / years,
            found[0].value(),
            found[1].value(),
            found[2].value(),
        );
    }
}

/// How many rises are told over all weeks; one that was told in the weeks that are judged together is the same.
fn rises(counts: &[Vec<u32>], silent: &mut Share) -> u32 {
    let mut last_told = [0_usize; THEMES.len()];
    let mut rises = 0;
    for week in FIRST_JUDGED..=YOUNG_WEEKS {
        for theme in told(counts, week, Some(silent)) {
            rises += u32::from(last_told[theme] + TOGETHER < week);
            last_told[theme] = week;
        }
    }
    rises
}

/// Weekly counts of each theme.
fn authority(level: impl Fn(usize) -> f64, dice: &mut Dice) -> Vec<Vec<u32>> {
    let theme = |share: &f64| {
        (0..YOUNG_WEEKS)
            .map(|week| dice.poisson(share * level(week)))
            .collect()
    };
    THEMES.iter().map(theme).collect()
}

/// The themes told at the end of a week; every signal counts as a provider of its own.
fn told(counts: &[Vec<u32>], weeks: usize, mut silent: Option<&mut Share>) -> Vec<usize> {
    let whole: Vec<u32> = (0..weeks)
        .map(|week| counts.iter().map(|theme| theme[week]).sum())
        .collect();
    let (mut themes, mut p_values) = (Vec::new(), Vec::new());
    for (theme, own) in counts.iter().enumerate() {
        let young = Young {
            own: &own[..weeks],
            whole: Some(&whole),
            prior: Prior::VAGUE,
            weeks: TOGETHER,
            enough_count: 5,
        };
        let answer = beginning(&young);
        if let Some(silent) = &mut silent {
            silent.add(matches!(
                answer,
                Err(Silence::TooFew { .. } | Silence::TooShort { .. })
            ));
        }
        match answer {
            Ok(rise) => {
                themes.push((theme, rise.observed));
                p_values.push(rise.p_value());
            }
            // Looked at: a test all the same. Without these only what is high by chance would be counted as tested.
            Err(Silence::NotAbove | Silence::TooFew { .. }) => {
                themes.push((theme, 0));
                p_values.push(1.0);
            }
            Err(_) => {}
        }
    }
    let q_values = q_values(&p_values);
    let of_a_week = themes.into_iter().zip(q_values);
    of_a_week
        .filter(|((_, providers), q_value)| is_told(*q_value, *providers, 1))
        .map(|((theme, _), _)| theme)
        .collect()
}

impl Dice {
    fn even(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.even()).ln()).sqrt();
        radius * (TAU * self.even()).cos()
    }

    /// By the times between events; exact, O(mean).
    fn poisson(&mut self, mean: f64) -> u32 {
        let (mut count, mut passed) = (0, 0.0);
        loop {
            passed -= (1.0 - self.even()).ln();
            if passed > mean {
                return count;
            }
            count += 1;
        }
    }

    /// Marsaglia and Tsang 2000, doi:10.1145/358407.358414.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let lifted = self.gamma(shape + 1.0);
            return lifted * (1.0 - self.even()).powf(1.0 / shape);
        }
        let third = shape - 1.0 / 3.0;
        loop {
            let normal = self.normal();
            let cube = (1.0 + normal / (9.0 * third).sqrt()).powi(3);
            if cube > 0.0
                && (1.0 - self.even()).ln()
                    < 0.5 * normal * normal + third * (1.0 - cube + cube.ln())
            {
                return third * cube;
            }
        }
    }

    /// Negative binomial with variance = mean x dispersion.
    fn scattered(&mut self, mean: f64, dispersion: f64) -> u32 {
        if dispersion <= 1.0 {
            return self.poisson(mean);
        }
        let rate = self.gamma(mean / (dispersion - 1.0)) * (dispersion - 1.0);
        self.poisson(rate)
    }
}
