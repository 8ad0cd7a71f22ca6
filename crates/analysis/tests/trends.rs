//! What `analysis::trends` promises: the numbers of R, and what raises an alarm and what does not.
#![expect(
    clippy::unwrap_used,
    reason = "what cannot be read fails the test, helpers included"
)]

use analysis::trends::{Bound, Settings, Silence, farrington};

const SERIES: &str = include_str!("goldens/noufaily_series.csv");
const ANSWERS: &str = include_str!("goldens/noufaily_farrington.csv");

fn series() -> Vec<(u32, Vec<u32>)> {
    let line = |line: &str| {
        let mut numbers = line.split(',').map(|number| number.parse().unwrap());
        (numbers.next().unwrap(), numbers.collect())
    };
    SERIES.lines().map(line).collect()
}

fn close(own: f64, of_r: &str) -> bool {
    let of_r: f64 = of_r.parse().unwrap();
    (own - of_r).abs() <= 1e-6 * of_r.abs().max(1e-300)
}

#[test]
fn every_number_is_the_one_of_r() {
    let series = series();
    let (mut compared, mut alarms, mut trends, mut silent) = (0, 0, 0, 0);
    for line in ANSWERS.lines().skip(1) {
        let [
            scenario,
            bound,
            trend,
            week,
            expected,
            upper,
            p,
            slope,
            alarm,
        ] = <[&str; 9]>::try_from(line.split(',').collect::<Vec<_>>()).unwrap();
        let is_short = trend == "short";
        let settings = Settings {
            years: if is_short { 2 } else { 5 },
            trend_p_value: if trend == "always" { 1.0 } else { 0.05 },
            enough_count: if is_short { 5 } else { 0 },
            bound: match bound {
                "nbPlugin" => Bound::NegativeBinomial,
                "muan" => Bound::CautiousNegativeBinomial,
                _ => Bound::Delta,
            },
            ..Settings::default()
        };
        let scenario: u32 = scenario.parse().unwrap();
        let (_, counts) = series.iter().find(|(own, _)| *own == scenario).unwrap();
        let answer = farrington(counts, week.parse::<usize>().unwrap() - 1, &settings);
        if expected == "NA" {
            // R computes a p-value where it says nothing else; we say nothing.
            assert!(
                matches!(answer, Err(Silence::TooFew { needed: 5, .. })),
                "{line}"
            );
            silent += 1;
            continue;
        }
        let own = answer.unwrap();
        assert!(close(own.expected, expected), "{line}: {own:?}");
        // A mean of 10^18 (an empty season, its interval unbounded): R goes on searching, we stop at 2^30.
        let is_absurd =
            own.upper >= f64::from(1 << 30) && upper.parse::<f64>().unwrap() > own.upper;
        assert!(is_absurd || close(own.upper, upper), "{line}: {own:?}");
        assert!(close(own.p_value, p), "{line}: {own:?}");
        assert_eq!(own.is_alarm, alarm == "1", "{line}: {own:?}");
        match own.trend {
            Some(own) => assert!(close(own, slope), "{line}: {own}"),
            None => assert_eq!(slope, "NA", "{line}"),
        }
        compared += 1;
        alarms += u32::from(own.is_alarm);
        trends += u32::from(own.trend.is_some());
    }
    println!(
        "{compared} weeks equal to R, {alarms} alarms, {trends} with a trend, {silent} silent"
    );
    assert!(compared > 4_500 && alarms > 50 && trends > 1_000 && silent > 50);
}
