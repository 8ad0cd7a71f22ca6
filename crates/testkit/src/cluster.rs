//! A cluster that no run found: for stories about what people do with one.

use policy::for_system;
use shared::cluster::{ClusterFacts, ClusterStanding};
use shared::id::{ClusterId, SignalId};
use storage::records::{ClusterMemberRecord, ClusterRecord};
use storage::{At, Json, Key, Stored, Tx};
use workflow::Stop;

use crate::TestApp;

impl TestApp {
    /// Puts signals of an authority into a cluster with these words.
    pub async fn plants_cluster(&self, slug: &str, word: &str, signals: &[SignalId]) -> ClusterId {
        let authority = self.authority(slug);
        let permit = for_system::<policy::RunJob>(authority);
        let sources = self.installation().sources.clone();
        let (own, word, signals) = (permit.clone(), word.to_owned(), signals.to_vec());
        let plant = move |tx: &mut Tx<'_>| -> Result<ClusterId, Stop> {
            let scope = own.scope();
            let id = ClusterId::new(sources.ids.public());
            let found = tx.signals_by_ids(scope, &signals)?;
            let count = u32::try_from(found.len()).unwrap_or_default();
            let record = ClusterRecord {
                authority_id: Key(authority),
                id: Key(id),
                name: None,
                locked_at: None,
                words: Json(vec![word.clone()]),
                facts: Json(ClusterFacts {
                    signals: count,
                    typical: signals.clone(),
                    ..ClusterFacts::default()
                }),
                model: "planted".to_owned(),
                born_at: At(sources.now()),
                split_from: None,
                gone_at: None,
                merged_into: None,
                issue_id: None,
                version: 1,
            };
            tx.insert_cluster(scope, &record)?;
            let member = |key| ClusterMemberRecord {
                authority_id: Key(authority),
                signal_id: key,
                cluster_id: Key(id),
                status: Stored(ClusterStanding::Member),
                fit: 50,
                part: 0,
            };
            let members: Vec<_> = found.iter().map(|signal| member(signal.id)).collect();
            tx.put_cluster_members(scope, &members)?;
            Ok(id)
        };
        let db = self.installation().db.clone();
        db.write(&permit, plant).await.expect("a cluster")
    }
}
