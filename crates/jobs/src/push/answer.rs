//! What a push service answered.

use std::time::Duration;

use super::Rung;

/// Push services answer with some hundred bytes.
pub(super) const MAX_HEAD_BYTES: usize = 8 * 1_024;

/// Reads status and `Retry-After` (RFC 8030 §5, RFC 9110 §10.2.3).
pub(super) fn rung(head: &[u8]) -> Rung {
    let Some((status, retry_after)) = parse(head) else {
        return Rung::Again("the answer of the push service cannot be read".to_owned());
    };
    let cause = format!("the push service answered {status}");
    match status {
        200..=299 => Rung::Taken,
        404 | 410 => Rung::Gone(cause),
        429 | 500..=599 => match retry_after {
            Some(pause) => Rung::Later(cause, pause),
            None => Rung::Again(cause),
        },
        408 => Rung::Again(cause),
        _ => Rung::Never(cause),
    }
}

fn parse(head: &[u8]) -> Option<(u16, Option<Duration>)> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split_once("\r\n\r\n")?.0.split("\r\n");
    let mut first = lines.next()?.splitn(3, ' ');
    let (version, status) = (first.next()?, first.next()?);
    let is_status = version.starts_with("HTTP/1.") && status.len() == 3;
    let status = status.parse().ok().filter(|_| is_status)?;
    let retry_after = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("retry-after"))
        // A date instead of seconds is left alone: the pause of our own is long enough then.
        .and_then(|(_, value)| value.trim().parse().ok());
    Some((status, retry_after.map(Duration::from_secs)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_leads_somewhere() {
        let answered = |head: &str| rung(head.as_bytes());
        assert_eq!(
            answered("HTTP/1.1 201 Created\r\nLocation: /x\r\n\r\n"),
            Rung::Taken
        );
        for gone in [
            "HTTP/1.1 410 Gone\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\n\r\n",
        ] {
            assert!(matches!(answered(gone), Rung::Gone(_)), "{gone}");
        }
        let later = answered("HTTP/1.1 429 Slow\r\nretry-after: 120\r\n\r\n");
        let Rung::Later(_, pause) = later else {
            panic!("{later:?}");
        };
        assert_eq!(pause, Duration::from_mins(2));
        let dated =
            answered("HTTP/1.1 503 Away\r\nRetry-After: Sat, 28 Nov 2026 20:00:00 GMT\r\n\r\n");
        assert!(matches!(dated, Rung::Again(_)));
        for refused in [
            "HTTP/1.1 400 Bad\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n",
        ] {
            assert!(matches!(answered(refused), Rung::Never(_)), "{refused}");
        }
        for garbage in [
            "",
            "HTTP/1.1 201 Created\r\n",
            "SSH-2.0-x\r\n\r\n",
            "HTTP/1.1 2 x\r\n\r\n",
            "HTTP/1.1 +20 x\r\n\r\n\u{0}",
        ] {
            assert!(!matches!(answered(garbage), Rung::Taken), "{garbage:?}");
            assert!(!matches!(answered(garbage), Rung::Gone(_)), "{garbage:?}");
        }
    }
}
