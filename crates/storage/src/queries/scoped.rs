//! "In the authorities of a scope": the first condition of every query on an authority's table.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;
use policy::Scope;
use shared::id::AuthorityId;

use super::Backend;
use crate::Key;
use crate::sql_types::Id;

/// True for rows of the authorities that the scope reads.
pub(super) fn is_readable<C>(column: C, scope: &Scope) -> Scoped<C> {
    Scoped {
        column,
        authorities: scope.reads().iter().copied().map(Key).collect(),
    }
}

/// True for rows of the one authority that the scope writes; for none when it writes nothing.
pub(super) fn is_writable<C>(column: C, scope: &Scope) -> Scoped<C> {
    Scoped {
        column,
        authorities: scope.writes().into_iter().map(Key).collect(),
    }
}

/// Diesel's `eq_any` is `= ANY ($1)` in PostgreSQL, which cannot walk an index in the order of the rest of its columns,
/// and `IN (?)` in SQLite, which is prepared anew each time. One authority, the usual case, is an equality here.
#[derive(Debug, Clone)]
pub(super) struct Scoped<C> {
    column: C,
    authorities: Vec<Key<AuthorityId>>,
}

impl<C: Expression<SqlType = Id>> Expression for Scoped<C> {
    type SqlType = Bool;
}

impl<C: QueryFragment<Backend>> QueryFragment<Backend> for Scoped<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let [first, others @ ..] = self.authorities.as_slice() else {
            out.push_sql("1 = 0");
            return Ok(());
        };
        self.column.walk_ast(out.reborrow())?;
        if others.is_empty() {
            out.push_sql(" = ");
            return out.push_bind_param::<Id, _>(first);
        }
        // How many there are is part of the text: keeping every length prepared would fill the cache.
        out.unsafe_to_cache_prepared();
        out.push_sql(" IN (");
        out.push_bind_param::<Id, _>(first)?;
        for other in others {
            out.push_sql(", ");
            out.push_bind_param::<Id, _>(other)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// The text differs by the number of authorities, so the type alone does not name it.
impl<C> QueryId for Scoped<C> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: ValidGrouping<G>, G> ValidGrouping<G> for Scoped<C> {
    type IsAggregate = C::IsAggregate;
}

impl<C: AppearsOnTable<T>, T> AppearsOnTable<T> for Scoped<C> where Self: Expression {}

impl<C: SelectableExpression<T>, T> SelectableExpression<T> for Scoped<C> where
    Self: AppearsOnTable<T>
{
}
