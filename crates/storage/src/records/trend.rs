//! What rose, and who is told.

use diesel::prelude::*;
use shared::id::{AuthorityId, MembershipId, TrendId, TrendSubscriptionId};
use shared::trend::{Grown, TrendGrowth, TrendKind};

use crate::adapters::{At, Json, Key, On, Stored};
use crate::schema::{trend_runs, trend_subscriptions, trends};

/// A row of `trends`: one week of one series.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = trends)]
pub struct TrendRecord {
    pub authority_id: Key<AuthorityId>,
    pub series_id: Key<TrendId>,
    pub week: On,
    pub kind: Stored<TrendKind>,
    pub code: String,
    pub providers: i32,
    pub signals: i32,
    pub weeks: i32,
    pub observed: i32,
    pub expected_thousandths: i32,
    pub lower: i32,
    pub upper: i32,
    pub q_millionths: Option<i32>,
    pub model: String,
    pub rise_began_on: Option<On>,
    pub growth: Option<Json<TrendGrowth>>,
    pub words: Option<Json<Vec<Grown>>>,
}

/// A row of `trend_runs`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = trend_runs, primary_key(authority_id), treat_none_as_null = true)]
pub struct TrendRunRecord {
    pub authority_id: Key<AuthorityId>,
    pub week: Option<On>,
    pub weeks: i32,
    pub ran_at: At,
}

/// A row of `trend_subscriptions`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = trend_subscriptions)]
pub struct TrendSubscriptionRecord {
    pub authority_id: Key<AuthorityId>,
    pub id: Key<TrendSubscriptionId>,
    pub membership_id: Key<MembershipId>,
    pub theme: Option<String>,
    pub place: Option<String>,
    pub created_at: At,
}
