//! What goes wrong every second is told once, and once more when it is over.

use std::fmt::Debug;

/// Trouble of something that is tried again and again.
#[derive(Debug, Default)]
pub struct Trouble(Option<String>);

impl Trouble {
    /// Takes note of how it went; true when that differs from the time before, and so is worth a line in the log.
    pub fn has_changed<T>(&mut self, went: Result<T, &impl Debug>) -> bool {
        let cause = went.err().map(|cause| format!("{cause:?}"));
        let has_changed = cause != self.0;
        self.0 = cause;
        has_changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_told() {
        let mut trouble = Trouble::default();
        let rounds: [Result<(), &str>; 6] = [
            Ok(()),
            Err("disk is full"),
            Err("disk is full"),
            Err("database is away"),
            Ok(()),
            Ok(()),
        ];
        let told = rounds.map(|went| trouble.has_changed(went.as_ref()));
        assert_eq!(told, [false, true, false, true, true, false]);
    }
}
