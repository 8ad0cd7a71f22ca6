//! A push service on a port of this machine: checks what the RFCs ask of a sender, keeps it, and answers as it is told.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// One ring as it came.
#[derive(Debug, Clone, Default)]
pub struct Ring {
    /// Method and path.
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// How many bytes came along.
    pub body: Vec<u8>,
}

impl Ring {
    /// The value of a header; empty when it was not sent.
    pub fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// Listens until the test ends.
#[derive(Debug, Clone)]
pub struct PushService {
    port: u16,
    rings: Arc<Mutex<Vec<Ring>>>,
    answers: Arc<Mutex<VecDeque<String>>>,
}

impl PushService {
    /// Opens a port.
    pub fn open() -> Self {
        let service = |port| Self {
            port,
            rings: Arc::default(),
            answers: Arc::default(),
        };
        listening(service, Self::talk)
    }

    /// What a browser of this name would tell as its endpoint.
    pub fn endpoint(&self, browser: &str) -> String {
        format!("{}/wpush/{browser}", self.origin())
    }

    /// Whom tokens must be for.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers the next ring with these bytes; 201 when nothing else was said.
    pub fn answers(&self, bytes: &str) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.push_back(bytes.to_owned());
    }

    /// Every ring so far.
    pub fn rings(&self) -> Vec<Ring> {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        rings.clone()
    }

    fn talk(&self, mut stream: TcpStream) -> Option<()> {
        let ring = heard(&stream)?;
        self.rings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(ring);
        let told = self
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        let created = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
        let answer = told.unwrap_or_else(|| created.to_owned());
        stream.write_all(answer.as_bytes()).ok()
    }
}

/// Opens a port for a server, and has it talk to whoever comes, until the test ends.
pub(crate) fn listening<S: Clone + Send + 'static>(
    server: impl FnOnce(u16) -> S,
    talk: fn(&S, TcpStream) -> Option<()>,
) -> S {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let server = server(listener.local_addr().expect("an address").port());
    let answering = server.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = answering.clone();
            thread::spawn(move || talk(&server, stream));
        }
    });
    server
}

/// Reads one request.
pub(crate) fn heard(stream: &TcpStream) -> Option<Ring> {
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    let mut ring = Ring::default();
    lines.read_line(&mut ring.line).ok()?;
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let header = (name.to_ascii_lowercase(), value.trim().to_owned());
        ring.headers.push(header);
    }
    let length = ring.header("content-length").parse().unwrap_or_default();
    ring.body.resize(length, 0);
    lines.read_exact(&mut ring.body).ok()?;
    let end = ring.line.trim_end().len();
    ring.line.truncate(end);
    Some(ring)
}
