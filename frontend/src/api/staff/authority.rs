//! What is there for an authority as a whole: start page, taxonomy, entry links, log, export.

use shared::audit::AuditEntry;
use shared::authority::Authority;
use shared::entry_link::{EntryLink, EntryLinkDraft};
use shared::id::EntryLinkId;
use shared::page::Page;
use shared::profession::ProfessionsDraft;
use shared::start::Start;
use shared::summary::{LanguageModelChoice, LanguageModelUse};
use shared::taxonomy::Taxonomy;
use shared::timeline::Empty;

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::{Authorised, Query};

impl ApiClient<Authorised> {
    /// `getStart`
    pub async fn get_start(&self) -> Answer<Start> {
        self.receive(Call::get("/start")).await
    }

    /// `getAuthority`
    pub async fn get_authority(&self, slug: &str) -> Answer<Authority> {
        Call::get(format!("/authorities/{slug}")).receive().await
    }

    /// `getTaxonomy`
    pub async fn get_taxonomy(&self, slug: &str) -> Answer<Taxonomy> {
        Call::get(format!("/authorities/{slug}/taxonomy"))
            .receive()
            .await
    }

    /// `changeProfessions`
    pub async fn change_professions(
        &self,
        revision: u32,
        draft: &ProfessionsDraft,
    ) -> Answer<Taxonomy> {
        let call = Call::put("/professions").if_match(u64::from(revision));
        self.receive(call.json(draft)).await
    }

    /// `getLanguageModel`
    pub async fn get_language_model(&self) -> Answer<LanguageModelUse> {
        self.receive(Call::get("/languageModel")).await
    }

    /// `changeLanguageModel`
    pub async fn change_language_model(
        &self,
        version: u64,
        choice: LanguageModelChoice,
    ) -> Answer<LanguageModelUse> {
        let call = Call::put("/languageModel").if_match(version);
        self.receive(call.json(&choice)).await
    }

    /// `listEntryLinks`
    pub async fn list_entry_links(&self) -> Answer<Page<EntryLink>> {
        self.receive_all("/entryLinks").await
    }

    /// `createEntryLink`
    pub async fn create_entry_link(&self, draft: &EntryLinkDraft) -> Answer<EntryLink> {
        self.receive(Call::post("/entryLinks").json(draft)).await
    }

    /// `revokeEntryLink`
    pub async fn revoke_entry_link(&self, link: EntryLinkId) -> Answer<()> {
        self.done(Call::delete(format!("/entryLinks/{link}"))).await
    }

    /// `getEntryLinkQr`: an SVG picture.
    pub async fn get_entry_link_qr(&self, link: EntryLinkId) -> Answer<String> {
        let received = self
            .send(Call::get(format!("/entryLinks/{link}/qr")))
            .await?;
        Ok(received.text())
    }

    /// `listAuditEntries`
    pub async fn list_audit_entries(&self, after: Option<&str>) -> Answer<Page<AuditEntry>> {
        let path = Query::new("/audit").add_all("after", after).into_path();
        self.receive(Call::get(path)).await
    }

    /// `exportAuthority`: the JSON as it is to be saved.
    pub async fn export_authority(&self) -> Answer<String> {
        let received = self.send(Call::post("/exports").json(&Empty {})).await?;
        Ok(received.text())
    }
}
