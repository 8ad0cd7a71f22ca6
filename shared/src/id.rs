//! Ids as distinct types: a signal's id cannot be passed where an issue's is wanted.
//!
//! Two kinds exist. *Keys* (`UUIDv7`) order rows by time and never leave the server, because they tell the moment
//! of submission. *Public ids* (`UUIDv4`, random) stand in every API answer, URL, log and event.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An id could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an id such as 0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Uuid))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is known to name this kind of thing.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for storage and hashing.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(typed: &str) -> Result<Self, NotAnId> {
                // Not `parse_str`: its long error would go to the phone with it.
                Uuid::try_parse(typed).map(Self).map_err(|_| NotAnId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A municipality, zone, region, province or the Flemish government.
    AuthorityId;
    /// An organisation that works in an authority.
    OrganisationId;
    /// A person who can sign in, in any number of authorities.
    UserId;
    /// One person's roles in one authority.
    MembershipId;
    /// One signing-in of one person on one device (`sid` in tokens).
    LoginId;
    /// An invitation that was not yet accepted.
    InvitationId;
    /// A link in a mail by which a provider signs in.
    SignInLinkId;
    /// A passkey of a person, on one device or on all of hers.
    PasskeyId;
    /// A link or QR code that lets providers without account submit.
    EntryLinkId;
    /// Storage key of a signal; never leaves the server.
    SignalKey;
    /// A signal as everybody outside storage names it.
    SignalId;
    /// Storage key of an issue; never leaves the server.
    IssueKey;
    /// An issue as everybody outside storage names it.
    IssueId;
    /// Signals that tell of the same thing.
    ClusterId;
    /// An action that was planned on an issue.
    ActionId;
    /// One answer that is owed or was given to one provider.
    FeedbackId;
    /// A question to the provider of a signal.
    QuestionId;
    /// One merge or one split of issues.
    LineageId;
    /// The weekly counts of one theme, place or issue.
    TrendId;
    /// A wish to hear of rises.
    TrendSubscriptionId;
    /// A view of the inbox that somebody keeps under a name.
    SavedViewId;
    /// One imported file.
    ImportId;
    /// One entry of the audit log.
    AuditId;
    /// One unit of background work.
    JobId;
    /// What the client made up to mark one attempt to write (header `Idempotency-Key`).
    IdempotencyKey;
    /// Somebody in one live session, known by nothing else.
    ParticipantId;
    /// The pseudonym of a provider within one authority (trust.md §8.1).
    ProviderRef;
}

impl ProviderRef {
    /// Nobody: stands in what was taken back at once, so that it counts for no provider.
    pub const NOBODY: Self = Self(Uuid::nil());
}
