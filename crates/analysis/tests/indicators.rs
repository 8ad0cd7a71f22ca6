//! What `analysis::indicators` promises: every number is that of an independent implementation (goldens/indicators.py).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what cannot be read fails the test, helpers included"
)]

use std::collections::BTreeSet;

use analysis::indicators::{Facts, Sight, Window, figures};
use serde::Deserialize;
use serde_json::Value;

const WORLDS: &str = include_str!("goldens/indicator_worlds.json");
const FIGURES: &str = include_str!("goldens/indicator_figures.json");

#[derive(Deserialize)]
struct World {
    name: String,
    facts: Facts,
    windows: Vec<Window>,
}

#[derive(Deserialize)]
struct Case {
    world: String,
    window: usize,
    sight: String,
    figures: Value,
}

/// How many numbers were compared; panics at the first that is another.
fn compare(own: &Value, theirs: &Value, at: &str) -> usize {
    match (own, theirs) {
        (Value::Number(own), Value::Number(theirs)) => {
            let (own, theirs) = (own.as_f64().unwrap(), theirs.as_f64().unwrap());
            assert!((own - theirs).abs() <= 1e-9, "{at}: {own}, not {theirs}");
            1
        }
        (Value::Object(own), Value::Object(theirs)) => {
            let names: BTreeSet<&String> = own.keys().collect();
            assert_eq!(names, theirs.keys().collect(), "{at}");
            let inside =
                |name: &&String| compare(&own[*name], &theirs[*name], &format!("{at}/{name}"));
            names.iter().map(inside).sum()
        }
        (Value::Array(own), Value::Array(theirs)) => {
            assert_eq!(own.len(), theirs.len(), "{at}: {own:?}, not {theirs:?}");
            let pairs = own.iter().zip(theirs).enumerate();
            pairs
                .map(|(index, (own, theirs))| compare(own, theirs, &format!("{at}/{index}")))
                .sum()
        }
        _ => {
            assert_eq!(own, theirs, "{at}");
            0
        }
    }
}

#[test]
fn every_number_is_the_one_of_lifelines_and_numpy() {
    let worlds: Vec<World> = serde_json::from_str(WORLDS).unwrap();
    let cases: Vec<Case> = serde_json::from_str(FIGURES).unwrap();
    let mut compared = 0;
    for case in &cases {
        let world = worlds.iter().find(|world| world.name == case.world);
        let world = world.unwrap_or_else(|| panic!("no world {}", case.world));
        let sight = match case.sight.as_str() {
            "everything" => Sight::Everything,
            _ => Sight::Totals,
        };
        let own = figures(&world.facts, world.windows[case.window], sight, Vec::new());
        let own = serde_json::to_value(own).unwrap();
        let at = format!("{} {} {}", case.world, case.window, case.sight);
        compared += compare(&own, &case.figures, &at);
    }
    println!("{compared} numbers of {} cases are equal", cases.len());
    assert!(compared > 4_000, "{compared}");
}

#[test]
fn the_period_before_is_seen_when_it_was_as_old_as_this_one_is_now() {
    let window: Window = serde_json::from_str(
        r#"{"from":"2026-03-01","to":"2026-03-31","until":"2026-04-10","registered":5}"#,
    )
    .unwrap();
    let before = window.before(4);
    let days = [before.from, before.to, before.until].map(|day| day.to_string());
    assert_eq!(days, ["2026-01-29", "2026-02-28", "2026-03-10"]);
    assert_eq!((window.days(), before.days()), (31, 31));
}
