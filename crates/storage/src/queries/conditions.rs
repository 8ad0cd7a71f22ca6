//! Conditions on words and themes that read the same on both engines, for any table that has them or is joined with one.
//!
//! Words come from crate `text`, in lower case, without anything that means something in a pattern. A few thousand rows are
//! read quicker than an index of words is kept.

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};

use super::Backend;
use crate::tx::query_types::Clause;

/// "Every clause stands in the words of this table": any of its alternatives, each a row of adjacent words between spaces.
#[derive(Debug, Clone)]
pub(super) struct HasWords {
    table: &'static str,
    /// Of each clause the patterns of its alternatives.
    clauses: Vec<Vec<String>>,
}

impl HasWords {
    /// `goes_on` tells of a clause, by its place, whether its last word may be the beginning of a longer one.
    pub(super) fn of(
        table: &'static str,
        clauses: &[Clause],
        goes_on: impl Fn(usize) -> bool,
    ) -> Self {
        let patterns = |(place, clause): (usize, &Clause)| {
            let end = if goes_on(place) { "%" } else { " %" };
            let pattern = |words: &Vec<String>| format!("% {}{end}", words.join(" "));
            clause.iter().map(pattern).collect()
        };
        Self {
            table,
            clauses: clauses.iter().enumerate().map(patterns).collect(),
        }
    }
}

impl QueryFragment<Backend> for HasWords {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        // How many words there are is part of the text.
        out.unsafe_to_cache_prepared();
        if self.clauses.is_empty() {
            out.push_sql("1 = 0");
        }
        for (position, patterns) in self.clauses.iter().enumerate() {
            out.push_sql(if position == 0 { "(" } else { " AND (" });
            for (position, pattern) in patterns.iter().enumerate() {
                if position > 0 {
                    out.push_sql(" OR ");
                }
                out.push_sql("' ' || ");
                out.push_sql(self.table);
                out.push_sql(".search_terms || ' ' LIKE ");
                out.push_bind_param::<Text, String>(pattern)?;
            }
            out.push_sql(")");
        }
        Ok(())
    }
}

/// "The issue has one of these themes", also for tables that are joined with issues. The list of themes is a small document
/// with its codes in quotes, which reads the same on both engines.
#[derive(Debug, Clone)]
pub(super) struct HasTheme(Vec<String>);

impl HasTheme {
    pub(super) fn of(codes: &[String]) -> Self {
        let pattern = |code: &String| format!("%\"{}\"%", literally(code));
        Self(codes.iter().map(pattern).collect())
    }
}

/// The word itself, whatever it means in a pattern with `!` before what is meant literally.
fn literally(word: &str) -> String {
    word.replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_")
}

impl QueryFragment<Backend> for HasTheme {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        for (position, pattern) in self.0.iter().enumerate() {
            out.push_sql(if position == 0 { "(" } else { " OR " });
            out.push_sql("CAST(issues.themes AS TEXT) LIKE ");
            out.push_bind_param::<Text, String>(pattern)?;
            out.push_sql(" ESCAPE '!'");
        }
        out.push_sql(if self.0.is_empty() { "1 = 0" } else { ")" });
        Ok(())
    }
}

macro_rules! conditions {
    ($($name:ident)*) => {$(
        impl Expression for $name {
            type SqlType = Bool;
        }

        impl QueryId for $name {
            type QueryId = ();

            const HAS_STATIC_QUERY_ID: bool = false;
        }

        impl<G> ValidGrouping<G> for $name {
            type IsAggregate = is_aggregate::No;
        }

        impl<T> AppearsOnTable<T> for $name {}

        impl<T> SelectableExpression<T> for $name {}
    )*};
}

conditions! { HasWords HasTheme }
