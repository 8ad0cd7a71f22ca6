//! How much there is, and its hash: what proves that nothing was lost on the way.

use std::collections::BTreeMap;
use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::PortError;

/// Rows and hash of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over the rows in the order of their keys, each as a line of neutral JSON.
    pub sha256: String,
}

impl fmt::Display for TableSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows with hash {}", self.rows, self.sha256)
    }
}

/// Rows and hash of every table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// By name of the table.
    pub tables: BTreeMap<String, TableSum>,
}

impl Manifest {
    /// How many rows in all.
    pub fn rows(&self) -> u64 {
        self.tables.values().map(|sum| sum.rows).sum()
    }

    /// Fails at the first table that differs.
    pub fn expect(&self, found: &Self) -> Result<(), PortError> {
        let nothing = TableSum::default();
        for (table, expected) in &self.tables {
            let found = found.tables.get(table).unwrap_or(&nothing);
            if found != expected {
                return Err(PortError::Differs {
                    table: table.clone(),
                    expected: expected.clone(),
                    found: found.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Sums up one table while its rows pass by.
pub(super) struct Summing {
    rows: u64,
    hash: Context,
}

impl Summing {
    pub(super) fn new() -> Self {
        Self {
            rows: 0,
            hash: Context::new(&SHA256),
        }
    }

    pub(super) fn add(&mut self, line: &str) {
        self.rows += 1;
        self.hash.update(line.as_bytes());
        self.hash.update(b"\n");
    }

    pub(super) fn sum(self) -> TableSum {
        let digest = self.hash.finish();
        let sha256 = digest
            .as_ref()
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        TableSum {
            rows: self.rows,
            sha256,
        }
    }
}
