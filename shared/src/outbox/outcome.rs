//! How an attempt to send ended, as far as the outbox cares.

use crate::problem::Code;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The server did it, now or the first time.
    Accepted,
    /// What it was about does not exist any more.
    Gone,
    /// Its writer must sign in first.
    LoginNeeded,
    /// The entry link is not valid any more.
    LinkNeeded,
    /// The server refused for good, and did nothing.
    Refused(Code),
    /// The server did nothing and may do it later.
    Later {
        /// For how long it asks us to wait.
        asked_ms: Option<i64>,
    },
    /// The server may have done it.
    Unknown {
        /// For how long it asks us to wait.
        asked_ms: Option<i64>,
    },
    /// No answer came: the network is away, or was.
    Unreachable,
}

impl Outcome {
    /// What a problem of the error table means for an item.
    pub fn of_refusal(code: Code, asked_ms: Option<i64>) -> Self {
        match code {
            Code::Gone | Code::ReceiptUnknown => Self::Gone,
            Code::EntryLinkInvalid => Self::LinkNeeded,
            Code::NoAccessToken | Code::InvalidAccessToken | Code::ExpiredAccessToken => {
                Self::LoginNeeded
            }
            // The first attempt is still being worked on (decisions.md 2).
            Code::StillProcessing => Self::Unknown { asked_ms },
            // A server of the previous release, in the middle of a deployment, does not know a field of ours yet:
            // wait for the next one rather than bother a writer (decisions.md 3).
            Code::UnknownInput
            | Code::MethodNotAllowed
            | Code::TooManyRequests
            | Code::TooManyFailedRequests => Self::Later { asked_ms },
            code if code.row().status >= 500 => Self::Unknown { asked_ms },
            code => Self::Refused(code),
        }
    }
}
