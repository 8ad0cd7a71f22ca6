//! A real SMTP server over TCP that keeps what it gets.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// One mail as it was handed over.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// Headers and body as sent.
    pub content: String,
}

/// A mail without the folds and escapes of its way (quoted-printable).
pub fn unfolded(mail: &str) -> String {
    mail.replace("=\r\n", "")
        .replace("=\n", "")
        .replace("=3D", "=")
}

/// Listens on a port of this machine until the test ends.
#[derive(Debug, Clone)]
pub struct Mailbox {
    port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
    refused: Arc<Mutex<Vec<String>>>,
    is_full: Arc<AtomicBool>,
}

impl Mailbox {
    /// Opens a port and answers every sender in a thread of its own.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let mailbox = Self {
            port: listener.local_addr().expect("an address").port(),
            mails: Arc::default(),
            refused: Arc::default(),
            is_full: Arc::default(),
        };
        let answering = mailbox.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mailbox = answering.clone();
                thread::spawn(move || mailbox.talk(&stream));
            }
        });
        mailbox
    }

    /// Its address as the server's configuration wants it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every mail so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Mails to one address.
    pub fn to(&self, address: &str) -> Vec<Mail> {
        let is_theirs = |mail: &Mail| mail.to.iter().any(|to| to == address);
        self.mails().into_iter().filter(is_theirs).collect()
    }

    /// From now on answers 550 to this recipient, as for a mailbox that does not exist.
    pub fn refuses(&self, address: &str) {
        self.refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(address.to_owned());
    }

    /// From now on takes no mail and asks to come back (452), or takes mail again.
    pub fn is_full(&self, is_full: bool) {
        self.is_full.store(is_full, Ordering::SeqCst);
    }

    fn talk(&self, stream: &TcpStream) -> Option<()> {
        let mut out = stream.try_clone().ok()?;
        let mut say = move |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).ok();
        let mut lines = BufReader::new(stream).lines();
        let mut mail = Mail::default();
        say("220 mailbox.test ESMTP")?;
        loop {
            let line = lines.next()?.ok()?;
            let verb: String = line.chars().take(4).collect::<String>().to_uppercase();
            match verb.as_str() {
                "EHLO" => say("250-mailbox.test\r\n250-SMTPUTF8\r\n250 8BITMIME")?,
                "MAIL" => {
                    mail.from = address(&line);
                    say("250 OK")?;
                }
                "RCPT" => {
                    let to = address(&line);
                    let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
                    if self.is_full.load(Ordering::SeqCst) {
                        say("452 4.2.2 mailbox full")?;
                    } else if refused.contains(&to) {
                        say("550 5.1.1 no such mailbox")?;
                    } else {
                        mail.to.push(to);
                        say("250 OK")?;
                    }
                }
                "DATA" => {
                    say("354 end with a dot")?;
                    mail.content = content(&mut lines)?;
                    let whole = std::mem::take(&mut mail);
                    self.mails
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(whole);
                    say("250 OK")?;
                }
                "RSET" => {
                    mail = Mail::default();
                    say("250 OK")?;
                }
                "QUIT" => return say("221 bye"),
                _ => say("250 OK")?,
            }
        }
    }
}

/// `MAIL FROM:<somebody@example.org> SMTPUTF8`
fn address(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(address, _)| address.to_owned())
        .unwrap_or_default()
}

fn content(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> Option<String> {
    let mut content = String::new();
    loop {
        let line = lines.next()?.ok()?;
        if line == "." {
            return Some(content);
        }
        content.push_str(line.strip_prefix('.').unwrap_or(&line));
        content.push_str("\r\n");
    }
}
