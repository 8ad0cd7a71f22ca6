//! What rises, and following it.

use shared::id::{TrendId, TrendSubscriptionId};
use shared::page::Page;
use shared::trend::{TrendDetail, TrendKind, TrendList, TrendSubscription, TrendSubscriptionDraft};

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::{Authorised, Query};

impl ApiClient<Authorised> {
    /// `listTrends`
    pub async fn list_trends(&self, kind: Option<TrendKind>, told: bool) -> Answer<TrendList> {
        let path = Query::new("/trends")
            .add_all("kind", kind)
            .add_all("told", told.then_some(true))
            .into_path();
        self.receive(Call::get(path)).await
    }

    /// `getTrend`
    pub async fn get_trend(&self, series: TrendId) -> Answer<TrendDetail> {
        self.receive(Call::get(format!("/trends/{series}"))).await
    }

    /// `listTrendSubscriptions`
    pub async fn list_trend_subscriptions(&self) -> Answer<Page<TrendSubscription>> {
        self.receive(Call::get("/trendSubscriptions")).await
    }

    /// `subscribeTrends`
    pub async fn subscribe_trends(
        &self,
        draft: &TrendSubscriptionDraft,
    ) -> Answer<TrendSubscription> {
        self.receive(Call::post("/trendSubscriptions").json(draft))
            .await
    }

    /// `unsubscribeTrends`
    pub async fn unsubscribe_trends(&self, id: TrendSubscriptionId) -> Answer<()> {
        self.done(Call::delete(format!("/trendSubscriptions/{id}")))
            .await
    }
}
