//! Who goes first when the database cannot serve everybody (trust.md §10).

/// How urgent an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// The system's own work: nobody waits for it, and a statement of it may take a minute.
    Background,
    /// Exports, searches and dashboards: turned away first.
    Deferrable,
    /// Everything else.
    Usual,
    /// What somebody outside is sending right now: turned away last, with seats of its own.
    Vital,
}

/// The urgency of an operation of the policy table.
pub fn urgency_of(operation: &str) -> Urgency {
    match operation {
        "submitSignal" => Urgency::Vital,
        "exportAuthority"
        | "exportSignals"
        | "createImport"
        | "startImport"
        | "getIndicators"
        | "getStart"
        | "getSuggestionRecord"
        | "getTrend"
        | "listAuditEntries"
        | "listTrends"
        | "search" => Urgency::Deferrable,
        "runJob" => Urgency::Background,
        _ => Urgency::Usual,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::TABLE;

    #[test]
    fn only_sending_a_signal_is_vital_and_only_the_systems_work_may_take_long() {
        let with = |urgency| -> Vec<&str> {
            let rows = TABLE.iter().map(|row| row.name);
            rows.filter(|name| urgency_of(name) == urgency).collect()
        };
        assert_eq!(with(Urgency::Vital), ["submitSignal"]);
        assert_eq!(with(Urgency::Background), ["runJob"]);
        // A misspelt name would be in no row.
        assert_eq!(with(Urgency::Deferrable).len(), 11);
    }
}
