//! Finding things by their words.

use shared::search::{SearchFilter, SearchResult};

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::{Authorised, Query};

impl ApiClient<Authorised> {
    /// `search`
    pub async fn search(&self, filter: &SearchFilter, after: Option<&str>) -> Answer<SearchResult> {
        let path = Query::new("/search")
            .add("q", &filter.q)
            .add_all("kind", filter.kind)
            .add_all("progress", filter.progress)
            .add_all("theme", &filter.theme)
            .add_all("from", filter.from)
            .add_all("to", filter.to)
            .add_all("literal", filter.literal.then_some(true))
            .add_all("after", after)
            .into_path();
        self.receive(Call::get(path)).await
    }
}
