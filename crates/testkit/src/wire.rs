//! HTTP/1.1 by hand over one connection that stays open: a caller that costs next to nothing, so that figures are the
//! server's.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One connection.
pub struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    /// Connects.
    pub fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(65_536),
        })
    }

    /// Sends one request as it is and reads its answer: status and body.
    pub fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, &[u8])> {
        self.stream.write_all(request)?;
        self.buffer.clear();
        let mut chunk = [0; 8_192];
        loop {
            let read = self.stream.read(&mut chunk)?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            self.buffer.extend(chunk.iter().take(read));
            if let Some((status, body, length)) = head(&self.buffer)
                && self.buffer.len() >= body + length
            {
                return Ok((
                    status,
                    self.buffer.get(body..body + length).unwrap_or_default(),
                ));
            }
        }
    }
}

/// Status, where the body begins, how long it is; nothing while the head is not whole.
fn head(bytes: &[u8]) -> Option<(u16, usize, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(bytes.get(..end)?).to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|length| length.trim().parse().ok())
        .unwrap_or(0);
    Some((status, end + 4, length))
}

pub(crate) fn answers_200(address: &str, request: &str) -> bool {
    Wire::open(address)
        .and_then(|mut wire| wire.ask(request.as_bytes()).map(|(status, _)| status))
        .is_ok_and(|status| status == 200)
}
