//! Files that become signals.

use shared::id::ImportId;
use shared::import::{Import, ImportMapping};

use super::super::transport::Call;
use super::super::{Answer, ApiClient};
use super::Authorised;

impl ApiClient<Authorised> {
    /// `createImport`
    pub async fn create_import(&self, content_type: &str, file: web_sys::Blob) -> Answer<Import> {
        let call = Call::post("/imports").header("Content-Type", content_type);
        self.receive(call.file(file)).await
    }

    /// `getImport`
    pub async fn get_import(&self, import: ImportId) -> Answer<Import> {
        self.receive(Call::get(format!("/imports/{import}"))).await
    }

    /// `startImport`
    pub async fn start_import(&self, import: ImportId, mapping: &ImportMapping) -> Answer<Import> {
        self.receive(Call::post(format!("/imports/{import}/start")).json(mapping))
            .await
    }
}
