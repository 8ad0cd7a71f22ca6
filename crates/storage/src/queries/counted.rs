//! Counting the rows of a query that has an end of its own: Diesel's `count` would take its limit for one of the count.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

use super::{Backend, Conn};

/// How many rows a query has.
#[derive(QueryId)]
pub(super) struct Counted<Q>(pub(super) Q);

impl<Q> Query for Counted<Q> {
    type SqlType = BigInt;
}

impl<Q> RunQueryDsl<Conn> for Counted<Q> {}

impl<Q: QueryFragment<Backend>> QueryFragment<Backend> for Counted<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}
