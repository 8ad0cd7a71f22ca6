//! Copies everything from one database into another, of the same engine or the other one.

use clap::Args;
use storage::port::{Store, StoreAddress};

/// From where to where.
#[derive(Args)]
pub(crate) struct Port {
    /// Source: `sqlite:PATH`, or `postgres://…` as role `ls_maintenance`. Stop its server first.
    #[arg(long)]
    from: String,
    /// Target, empty: `sqlite:PATH`, or `postgres://…` as role `ls_maintenance`.
    #[arg(long)]
    to: String,
    /// The target as role `ls_owner`, which makes the tables (PostgreSQL).
    #[arg(long)]
    to_owner: Option<String>,
}

impl Port {
    /// All or nothing: every table is checked by count and hash before anything is kept.
    pub(crate) fn run(self) -> super::Done {
        let (from, to) = (
            StoreAddress {
                url: self.from,
                owner_url: None,
            },
            StoreAddress {
                url: self.to,
                owner_url: self.to_owner,
            },
        );
        let manifest = storage::port::port(&mut Store::source(&from)?, &mut Store::target(&to)?)?;
        if manifest.rows() == 0 {
            return Err("the source holds no rows at all; is it the right one?".into());
        }
        let lines: Vec<String> = manifest
            .tables
            .iter()
            .map(|(table, sum)| format!("{table}\t{}\t{}", sum.rows, sum.sha256))
            .collect();
        super::say(&format!(
            "{}\n{} rows were copied; counts and hashes agree.",
            lines.join("\n"),
            manifest.rows()
        ))
    }
}
