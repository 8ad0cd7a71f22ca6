//! A language model on a port of this machine that says what a test tells it to, also what no language model should.

use std::collections::VecDeque;
use std::io::Write;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::push_service::{Ring, heard, listening};

/// What it says to the next question.
#[derive(Debug, Clone)]
pub enum Says {
    /// This, as the text of its answer.
    Text(String),
    /// These bytes, whatever they mean.
    Bytes(Vec<u8>),
    /// Nothing, for this long.
    Nothing(Duration),
    /// More than anybody wants to hear.
    Endless,
}

/// Listens until the test ends.
#[derive(Debug, Clone)]
pub struct LanguageModelServer {
    port: u16,
    questions: Arc<Mutex<Vec<Ring>>>,
    says: Arc<Mutex<VecDeque<Says>>>,
}

impl LanguageModelServer {
    /// Opens a port.
    pub fn open() -> Self {
        let server = |port| Self {
            port,
            questions: Arc::default(),
            says: Arc::default(),
        };
        listening(server, Self::talk)
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Says this to the next question.
    pub fn says(&self, says: Says) {
        locked(&self.says).push_back(says);
    }

    /// Says this as JSON.
    pub fn answers(&self, answer: &Value) {
        self.says(Says::Text(answer.to_string()));
    }

    /// Every question so far, as it came.
    pub fn questions(&self) -> Vec<Ring> {
        locked(&self.questions).clone()
    }

    /// The texts of the last question.
    pub fn read(&self) -> Vec<String> {
        let questions = self.questions();
        let last = questions.last().expect("a question");
        let body: Value = serde_json::from_slice(&last.body).expect("JSON");
        let content = body["messages"][1]["content"].as_str().expect("a message");
        let data: Value = serde_json::from_str(content).expect("JSON");
        let signals = data["signals"].as_array().expect("texts");
        let text = |signal: &Value| signal["text"].as_str().expect("a text").to_owned();
        signals.iter().map(text).collect()
    }

    fn talk(&self, mut stream: TcpStream) -> Option<()> {
        let question = heard(&stream)?;
        locked(&self.questions).push(question);
        let says = locked(&self.says).pop_front();
        match says.unwrap_or_else(|| Says::Text("{}".to_owned())) {
            Says::Text(text) => {
                let answer =
                    json!({"choices": [{"message": {"role": "assistant", "content": text}}]});
                let body = answer.to_string();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).ok()
            }
            Says::Bytes(bytes) => stream.write_all(&bytes).ok(),
            Says::Nothing(how_long) => {
                thread::sleep(how_long);
                Some(())
            }
            Says::Endless => {
                let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
                stream.write_all(head.as_bytes()).ok()?;
                // Ends when the other side hangs up.
                while stream.write_all(&[b' '; 8_192]).is_ok() {}
                Some(())
            }
        }
    }
}

fn locked<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
