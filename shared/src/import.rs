//! Importing a table of signals, such as a Microsoft Forms export.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::ImportId;
use crate::time::Day;

crate::closed_list! {
    /// What a column of a file holds.
    ImportField {
        /// The text of the signal.
        Text = "text",
        /// Sector of the provider.
        Sector = "sector",
        /// Profession of the provider.
        Profession = "profession",
        /// How often.
        Frequency = "frequency",
        /// How many people.
        People = "people",
        /// Neighbourhood.
        Place = "place",
        /// Target groups.
        TargetGroups = "targetGroups",
        /// Themes.
        Themes = "themes",
        /// Kind of problem.
        Kind = "kind",
        /// What was tried.
        Tried = "tried",
        /// What would help.
        Wish = "wish",
        /// When it was filled in.
        ReceivedAt = "receivedAt",
        /// The row's own number in the source, for importing twice without doubles.
        SourceId = "sourceId",
    }
}

crate::closed_list! {
    /// Where an import stands.
    ImportState {
        /// The columns wait to be confirmed.
        Mapping = "mapping",
        /// Rows are being read.
        Running = "running",
        /// Every row was read.
        Done = "done",
        /// The file could not be read.
        Failed = "failed",
    }
}

/// One imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Slug of its authority.
    pub authority: String,
    /// Where it stands.
    pub state: ImportState,
    /// Headers of the columns, in order.
    pub columns: Vec<ImportColumn>,
    /// The first rows, cell by cell.
    pub preview: Vec<Vec<String>>,
    /// Rows in the file.
    pub rows: u32,
    /// Rows read so far.
    pub read: u32,
    /// Signals made.
    pub created: u32,
    /// Of those, held because of personal data.
    pub held: u32,
    /// Rows that were imported before.
    pub known: u32,
    /// Rows that could not be imported.
    pub errors: Vec<ImportError>,
    /// The day.
    pub started_on: Day,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportColumn {
    /// Its header.
    pub header: String,
    /// What it seems to hold; absent when it is not imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<ImportField>,
    /// True when it looks like names or addresses, which are never imported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub personal: bool,
}

/// A cell that could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportError {
    /// Row in the file, the header is row 1.
    pub row: u32,
    /// Header of the column; absent when the whole row is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Which rule, a key of the error table.
    pub code: String,
    /// The limit, where the rule has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// Which column holds what, confirmed by a person: column number (from 0) → field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportMapping {
    /// Column number → field; exactly one column holds the text.
    pub columns: BTreeMap<u32, ImportField>,
}
