//! Every way to say no. Use cases refuse for the same few reasons, so there is one enum for all of them; each is a row
//! of the error table (`shared::problem`).

use shared::codes::ClosedList;
use shared::life_cycle::Refused;
use shared::problem::{Code, Invalid, Problem};
use storage::StorageError;

/// Why a use case ended without its effect.
#[derive(Debug)]
pub enum Stop {
    /// It was refused, for a reason that the caller may know.
    Refused(Refusal),
    /// The database could not do it.
    Storage(StorageError),
    /// Keys do not fit what is stored: a fault of ours, for the log.
    Sealed(identity::sealing::SealingError),
}

/// A reason to refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Out of scope and absent are one answer on purpose.
    NotFound,
    /// A code of the error table that says it all.
    Code(Code),
    /// A draft that breaks a rule only the workflow can see.
    Invalid(Invalid),
    /// The state does not allow this step.
    WrongState,
    /// Conditions that are not met, by their codes.
    Missing(Vec<&'static str>),
    /// Somebody else changed it; this version is stored now.
    Stale {
        /// The version that is stored.
        current: u64,
    },
    /// No signal with these follow-up codes: never there, expired and erased are one answer.
    ReceiptsUnknown {
        /// How many of them were never there: guesses. Who kept the code of an erased signal guesses nothing.
        misses: u32,
    },
    /// Too many attempts: come back after so many seconds.
    Later {
        /// Why.
        code: Code,
        /// After how many seconds.
        seconds: u64,
    },
}

impl Refusal {
    /// One field that breaks a rule.
    pub fn field(pointer: &str, code: Code) -> Self {
        Self::Invalid(Invalid::one(pointer, code))
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StorageError> for Stop {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Invalid> for Stop {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(Refusal::Invalid(invalid))
    }
}

impl From<Code> for Stop {
    fn from(code: Code) -> Self {
        Self::Refused(Refusal::Code(code))
    }
}

impl From<identity::sealing::SealingError> for Stop {
    fn from(error: identity::sealing::SealingError) -> Self {
        Self::Sealed(error)
    }
}

impl<G: ClosedList> From<Refused<G>> for Stop {
    fn from(refused: Refused<G>) -> Self {
        Self::Refused(match refused {
            Refused::WrongState => Refusal::WrongState,
            Refused::Guards(guards) => {
                Refusal::Missing(guards.into_iter().map(ClosedList::code).collect())
            }
        })
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::new(Code::ResourceNotFound),
            Refusal::Code(code) => Self::new(code),
            Refusal::Invalid(invalid) => Self::from(invalid),
            Refusal::WrongState => Self::new(Code::WrongState),
            Refusal::ReceiptsUnknown { .. } => Self::new(Code::ReceiptUnknown),
            Refusal::Missing(guards) => {
                let missing = guards.into_iter().map(ToOwned::to_owned).collect();
                Self {
                    missing,
                    ..Self::new(Code::GuardNotMet)
                }
            }
            Refusal::Later { code, seconds } => Self {
                retry_after_sec: Some(seconds),
                ..Self::new(code)
            },
            Refusal::Stale { current } => Self {
                current_version: Some(current),
                ..Self::new(Code::StaleVersion)
            },
        }
    }
}
