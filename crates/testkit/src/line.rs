//! A line between a server and its PostgreSQL that can go silent: nothing is refused, nothing comes back, as when the
//! machine at the other end freezes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use storage::Settings;

/// The line. It stands as long as the process.
#[derive(Clone)]
pub struct Line {
    address: SocketAddr,
    silent: Arc<(Mutex<bool>, Condvar)>,
}

impl Line {
    /// A line to the database of these settings, and the settings to reach it by the line.
    pub(crate) fn to(settings: Settings) -> (Self, Settings) {
        let (before, rest) = settings
            .url
            .split_once('@')
            .expect("an address with a role");
        let (server, database) = rest.split_once('/').expect("an address with a database");
        let (server, listener) = (
            server.to_owned(),
            TcpListener::bind("127.0.0.1:0").expect("a free port"),
        );
        let line = Self {
            address: listener.local_addr().expect("an address"),
            silent: Arc::default(),
        };
        let url = format!("{before}@{}/{database}", line.address);
        let own = line.clone();
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                own.connect(&caller, &server);
            }
        });
        (line, Settings { url, ..settings })
    }

    /// From now on nothing passes.
    pub fn goes_silent(&self) {
        self.set(true);
    }

    /// What waited goes on.
    pub fn speaks_again(&self) {
        self.set(false);
    }

    fn set(&self, is_silent: bool) {
        let (silent, changed) = &*self.silent;
        *silent.lock().unwrap_or_else(PoisonError::into_inner) = is_silent;
        changed.notify_all();
    }

    fn wait_while_silent(&self) {
        let (silent, changed) = &*self.silent;
        let guard = silent.lock().unwrap_or_else(PoisonError::into_inner);
        drop(changed.wait_while(guard, |is_silent| *is_silent));
    }

    fn connect(&self, caller: &TcpStream, server: &str) {
        let Ok(server) = TcpStream::connect(server) else {
            return;
        };
        let pairs = [
            (caller.try_clone(), server.try_clone()),
            (server.try_clone(), caller.try_clone()),
        ];
        for (from, to) in pairs {
            if let (Ok(from), Ok(to)) = (from, to) {
                let line = self.clone();
                thread::spawn(move || line.pass(from, to));
            }
        }
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = [0; 8_192];
        loop {
            let read = from.read(&mut bytes).unwrap_or(0);
            self.wait_while_silent();
            let passed = bytes.get(..read).filter(|part| !part.is_empty());
            if passed.is_none_or(|part| to.write_all(part).is_err()) {
                let _ = to.shutdown(Shutdown::Both);
                let _ = from.shutdown(Shutdown::Both);
                return;
            }
        }
    }
}
