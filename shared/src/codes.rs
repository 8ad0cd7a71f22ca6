//! Closed lists: small sets of codes with a meaning in the process. What an authority may extend stands in
//! [`crate::taxonomy`].

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A list of codes that code knows by name.
pub trait ClosedList: Sized + Copy + PartialEq + 'static {
    /// Every code in the order in which people see them.
    const ALL: &'static [Self];

    /// The code on the wire and in storage.
    fn code(self) -> &'static str;

    /// The value behind a code.
    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares an enum as a closed list: variant, code on the wire, documentation.
#[macro_export]
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:tt,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $crate::codes::ClosedList for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::codes::ClosedList::code(*self))
            }
        }
    };
}

closed_list! {
    /// Languages of the interface; a signal's text may be in any language.
    Language {
        /// Dutch.
        Nl = "nl",
        /// French.
        Fr = "fr",
        /// English.
        En = "en",
        /// German.
        De = "de",
    }
}

closed_list! {
    /// What a login may be used for.
    LoginRights {
        /// Everything the person may do.
        Staff = "staff",
        /// What a provider may do and nothing else, whatever roles the person has: it was opened by a link in a mail.
        Provider = "provider",
    }
}

closed_list! {
    /// How often a provider sees the problem.
    Frequency {
        /// Once.
        Once = "once",
        /// A few times.
        Few = "few",
        /// Every week.
        Weekly = "weekly",
        /// Every day.
        Daily = "daily",
    }
}

closed_list! {
    /// How many people have the problem, as far as the provider knows.
    People {
        /// One to five.
        OneToFive = "1-5",
        /// Six to twenty.
        SixToTwenty = "6-20",
        /// More than twenty.
        OverTwenty = "20+",
        /// The provider cannot tell.
        Unknown = "unknown",
    }
}

closed_list! {
    /// Ghent's six kinds of structural problem (beleidssignalen.be).
    KindOfProblem {
        /// Working of one organisation.
        OneOrganisation = "oneOrganisation",
        /// Coordination or overlap between organisations.
        Coordination = "coordination",
        /// Flaw in regulation.
        Regulation = "regulation",
        /// New or growing risk group.
        RiskGroup = "riskGroup",
        /// Lack of information.
        Information = "information",
        /// Gap in policy or provision.
        Gap = "gap",
    }
}

closed_list! {
    /// How a provider wants to hear what came of a signal.
    ContactChoice {
        /// In the app, with an account.
        Account = "account",
        /// By e-mail.
        Email = "email",
        /// With the receipt only: nobody knows who it was.
        Code = "code",
    }
}

closed_list! {
    /// How often a provider who left an address wants a mail.
    MailPace {
        /// With each answer and each question.
        AtOnce = "atOnce",
        /// On Monday morning, when something new waits.
        Weekly = "weekly",
        /// Not at all: what waits is read with the receipt.
        Never = "never",
    }
}

closed_list! {
    /// The level of an authority.
    Level {
        /// A municipality.
        Municipality = "municipality",
        /// A primary-care zone.
        PrimaryCareZone = "primaryCareZone",
        /// A reference region.
        Region = "region",
        /// A province.
        Province = "province",
        /// The Flemish government.
        Flanders = "flanders",
    }
}

closed_list! {
    /// How an authority works through its signals.
    WorkMode {
        /// Day by day.
        Continuous = "continuous",
        /// In rounds, for small authorities (product.md, round mode).
        Rounds = "rounds",
    }
}

closed_list! {
    /// Why a signal is sent to another address.
    RedirectReason {
        /// One person needs help now.
        IndividualHelp = "individualHelp",
        /// It is a complaint about a service.
        Complaint = "complaint",
        /// Another authority or level must act.
        OtherAuthority = "otherAuthority",
        /// It is about something else than social policy.
        OutOfScope = "outOfScope",
    }
}

closed_list! {
    /// Why a signal is not structural.
    NotStructuralReason {
        /// It happened once, to one person.
        SingleCase = "singleCase",
        /// It was solved in the meantime.
        AlreadySolved = "alreadySolved",
        /// There is too little to work with, also after asking.
        TooLittleInformation = "tooLittleInformation",
        /// It is an opinion, no observation.
        Opinion = "opinion",
    }
}

closed_list! {
    /// Why an issue is dismissed.
    DismissReason {
        /// It turns out to be no structural problem.
        NotStructural = "notStructural",
        /// Another issue covers it.
        CoveredElsewhere = "coveredElsewhere",
        /// It was solved in the meantime.
        AlreadySolved = "alreadySolved",
        /// No organisation recognises it.
        NotRecognised = "notRecognised",
    }
}

closed_list! {
    /// Why an issue waits.
    ParkReason {
        /// More signals are needed.
        MoreSignalsNeeded = "moreSignalsNeeded",
        /// Somebody else moves first.
        WaitingForOthers = "waitingForOthers",
        /// No one has time or money now.
        NoCapacity = "noCapacity",
        /// A law or a plan is about to change.
        PolicyChangeExpected = "policyChangeExpected",
    }
}

closed_list! {
    /// Why work on an issue stands still.
    StallReason {
        /// No money.
        NoBudget = "noBudget",
        /// Nobody to do it.
        NoStaff = "noStaff",
        /// Waiting for a partner.
        WaitingForPartner = "waitingForPartner",
        /// Waiting for a higher level.
        WaitingForAuthority = "waitingForAuthority",
        /// Something else.
        Other = "other",
    }
}

closed_list! {
    /// What is decided about an issue.
    Decision {
        /// Do something.
        Act = "act",
        /// Do nothing, and say why.
        NoAct = "noAct",
        /// Bring it to a higher level.
        Escalate = "escalate",
    }
}

closed_list! {
    /// What the higher level answers.
    EscalationAnswer {
        /// They will act.
        Accept = "accept",
        /// They will do a part of it.
        Partly = "partly",
        /// They will not.
        Refuse = "refuse",
    }
}

closed_list! {
    /// What came of the work on an issue.
    Outcome {
        /// The problem is solved.
        Solved = "solved",
        /// A part is solved.
        Partly = "partly",
        /// It is not solved.
        Not = "not",
        /// Nobody can tell yet.
        Unknown = "unknown",
    }
}

closed_list! {
    /// Ghent's four criteria: only a signal that meets all is structural (product.md).
    Criterion {
        /// Duidelijk.
        Clear = "clear",
        /// Neutraal.
        Neutral = "neutral",
        /// Herkend.
        Recognised = "recognised",
        /// Gedeeld.
        Shared = "shared",
    }
}

closed_list! {
    /// A moment at which a provider is owed an answer.
    FeedbackMoment {
        /// It was received.
        Received = "received",
        /// It was looked at together with others.
        Linked = "linked",
        /// It was sent to another address.
        Redirected = "redirected",
        /// It is not structural.
        NotStructural = "notStructural",
        /// It was sent twice.
        Duplicate = "duplicate",
        /// The issue was dismissed.
        Dismissed = "dismissed",
        /// There is a decision, also when it is no.
        Decided = "decided",
        /// The first action starts.
        FirstAction = "firstAction",
        /// It is over: what came of it.
        Closed = "closed",
        /// Ninety days without news.
        StillOpen = "stillOpen",
    }
}

closed_list! {
    /// What a person may do in an authority (product.md, roles and rights).
    Role {
        /// Signaalgever.
        Provider = "provider",
        /// Signaalverwerker.
        Processor = "processor",
        /// Hoofdverwerker.
        LeadProcessor = "leadProcessor",
        /// Beleidsmedewerker.
        PolicyOfficer = "policyOfficer",
        /// Beheerder.
        Administrator = "administrator",
        /// Officer of a higher level.
        RegionalOfficer = "regionalOfficer",
        /// A partner organisation's system.
        Partner = "partner",
        /// Takes part in a signal day.
        Participant = "participant",
        /// Sees what is shared by link.
        Guest = "guest",
        /// Adoption and process figures of many authorities.
        ProgrammeCoordinator = "programmeCoordinator",
    }
}

closed_list! {
    /// How a signal came in.
    Source {
        /// From the form.
        Form = "form",
        /// From an imported file.
        Import = "import",
        /// From a partner's system.
        Api = "api",
    }
}

closed_list! {
    /// Where a piece of background work stands.
    JobState {
        /// Waits for its time.
        Queued = "queued",
        /// Somebody works on it.
        Running = "running",
        /// Finished.
        Done = "done",
        /// Failed for good: an operator looks at it.
        Dead = "dead",
    }
}

/// Labels of one thing in every language of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Labels {
    /// Dutch.
    pub nl: String,
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
    /// German.
    pub de: String,
}

impl Labels {
    /// The label in one language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::Fr => &self.fr,
            Language::En => &self.en,
            Language::De => &self.de,
        }
    }
}

impl FromStr for Language {
    type Err = ();

    /// Takes `nl-BE` for `nl`, as browsers write it.
    fn from_str(tag: &str) -> Result<Self, ()> {
        let primary = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        Self::of_code(&primary).ok_or(())
    }
}
