//! The order in which SQLite's search walks rows.

use shared::id::SignalId;
use shared::time::Day;
use storage::records::search_row;
use uuid::Uuid;

#[test]
fn largest_row_first_is_newest_day_first_then_by_public_id() {
    let id = |first: u128| SignalId::new(Uuid::from_u128(first << 96));
    let days: Vec<Day> = ["1999-12-31", "2026-11-23", "2026-11-24", "2148-01-01"]
        .iter()
        .map(|day| day.parse().unwrap())
        .collect();
    let mut inbox = Vec::new();
    for day in days.iter().rev() {
        for first in [0, 1, 0x7FFF_FFFF, 0xFFFF_FFFF] {
            inbox.push(search_row(*day, id(first)));
        }
    }
    assert!(inbox.iter().all(|row| *row > 0));
    assert!(
        inbox.is_sorted_by(|before, after| before > after),
        "{inbox:?}"
    );
}
