//! What came of signals.

use shared::indicator::{IndicatorList, IndicatorPeriod};

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::{Authorised, Query};

impl ApiClient<Authorised> {
    /// `getIndicators`
    pub async fn get_indicators(&self, period: IndicatorPeriod) -> Answer<IndicatorList> {
        let path = Query::new("/indicators")
            .add_all("from", period.from)
            .add_all("to", period.to)
            .into_path();
        self.receive(Call::get(path)).await
    }
}
