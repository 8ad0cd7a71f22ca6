//! Serves the API and the clients.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::server::{Installation, serve};

/// Flags of `serve`; they win over file and environment.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that somebody types"
)]
#[derive(Args)]
pub(crate) struct Serve {
    /// Address to listen on.
    #[arg(long)]
    bind: Option<IpAddr>,
    /// Port to listen on.
    #[arg(long)]
    port: Option<u16>,
    /// Where the figures for Prometheus are served.
    #[arg(long)]
    metrics: Option<SocketAddr>,
    /// How the world reaches this server.
    #[arg(long)]
    public_base_url: Option<String>,
    /// Makes a certificate of its own: phones need a secure context.
    #[arg(long)]
    tls_self_signed: bool,
    /// Folder of the model that turns texts into vectors; `""` for none.
    #[arg(long, value_parser = super::folder)]
    model_folder: Option<PathBuf>,
    /// Leaves background work to other instances.
    #[arg(long)]
    no_jobs: bool,
    /// Answers reads and turns writes away.
    #[arg(long)]
    read_only: bool,
    /// Seeds fictional authorities when the database is empty.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until it is told to stop.
    pub(crate) fn run(self, config: Config) -> super::Done {
        let config = Config {
            bind: self.bind.unwrap_or(config.bind),
            port: self.port.unwrap_or(config.port),
            metrics: self.metrics.or(config.metrics),
            public_base_url: self.public_base_url.or(config.public_base_url.clone()),
            tls_self_signed: self.tls_self_signed || config.tls_self_signed,
            model_folder: self.model_folder.or(config.model_folder.clone()),
            no_jobs: self.no_jobs || config.no_jobs,
            read_only: self.read_only || config.read_only,
            demo: self.demo || config.demo,
            ..config
        };
        // One crypto provider for everything in this process.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let installation = Installation::open(config)?;
        actix_web::rt::System::new().block_on(serve(installation))?;
        Ok(())
    }
}
