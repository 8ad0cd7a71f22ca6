//! An Actix handler that does nothing but answer JSON: what HTTP alone costs on this machine.

use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use testkit::wire::Wire;

use crate::measure::{Figures, Load, Workers};

const PORT: &str = "LOKAAL_TEST_BARE_PORT";

/// Answers until it is killed.
pub(crate) fn serve() {
    let port: u16 = std::env::var(PORT)
        .ok()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let answer = || async { HttpResponse::Ok().json(serde_json::json!({ "status": "UP" })) };
    let server = HttpServer::new(move || App::new().route("/", web::get().to(answer)))
        .bind(("127.0.0.1", port))
        .expect("a free port")
        .disable_signals();
    let runtime = actix_web::rt::System::new();
    runtime.block_on(server.run()).expect("a server");
}

/// Starts it in a process of its own and asks.
pub(crate) fn measure(seconds: u64) -> Figures {
    let probe = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = probe.local_addr().expect("an address").port();
    drop(probe);
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .arg("bare")
        .env(PORT, port.to_string())
        .stdin(Stdio::null())
        .spawn()
        .expect("the bare handler");
    let address = format!("127.0.0.1:{port}");
    let since = Instant::now();
    while Wire::open(&address).is_err() {
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "it does not answer"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    let workers = Workers {
        own: child.id(),
        postmaster: None,
    };
    let figures = Load::get(&address, "", "/").run(workers, seconds);
    let _ = child.kill();
    let _ = child.wait();
    figures
}
