//! A signal: what a provider notices.

use serde::{Deserialize, Serialize};

use crate::codes::{
    ContactChoice, Frequency, KindOfProblem, Language, MailPace, NotStructuralReason, People,
    RedirectReason, Role,
};
use crate::draft::{Broken, Check};
use crate::id::{IdempotencyKey, IssueId, SignalId};
use crate::life_cycle::{SignalEvent, SignalState};
use crate::problem::{Code as ProblemCode, Invalid};
use crate::taxonomy::{self, Code, CodeList, Scheme};
use crate::text::{Email, Name, Note, SignalText};
use crate::time::Day;

/// A signal as typed. Only `text` is required; everything else is asked after sending.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignalDraft {
    /// What the provider notices; 10 to 2,000 characters, in any language.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub text: String,
    /// Language of the text as far as the sender knows it (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Language of the interface: answers come in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Language>,
    /// Sector of the provider, a code of the taxonomy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Profession of the provider, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profession: Option<String>,
    /// The chips.
    #[serde(flatten)]
    pub chips: Chips,
    /// How the provider wants to hear what came of it; receipt only when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactDraft>,
    /// A random mark of this device for this authority, so that providers can be counted without knowing who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_mark: Option<String>,
    /// A published issue that the provider sees too: a proposal to link, which a processor confirms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_issue: Option<IssueId>,
    /// True when the provider said that what looks like personal data is none. Never lifts a hold (decisions.md 7).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub confirmed_no_personal_data: bool,
}

/// What a provider can add with one tap each, at once or later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Chips {
    /// How often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// How many people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<People>,
    /// Kind of problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindOfProblem>,
    /// Neighbourhood; absent for the whole municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Themes, codes of the taxonomy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// Target groups, codes of the taxonomy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_groups: Vec<String>,
    /// What was tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<String>,
    /// What would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wish: Option<String>,
}

/// How the provider wants to hear what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactDraft {
    /// Which way.
    pub choice: ContactChoice,
    /// The address, for `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// How often, for `email`; `atOnce` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<MailPace>,
}

/// A checked signal.
#[derive(Debug)]
pub struct NewSignal {
    /// What the provider notices.
    pub text: SignalText,
    /// Language of the text, when told.
    pub language: Option<String>,
    /// Language of the answers.
    pub locale: Language,
    /// Sector of the provider.
    pub sector: Option<Code>,
    /// Profession of the provider.
    pub profession: Option<Name>,
    /// The chips.
    pub chips: NewChips,
    /// How the provider wants to hear what came of it.
    pub contact: Contact,
    /// The device's mark.
    pub device_mark: Option<String>,
    /// An issue that the provider sees too.
    pub seen_issue: Option<IssueId>,
}

/// Checked chips.
#[derive(Debug, Default)]
pub struct NewChips {
    /// How often.
    pub frequency: Option<Frequency>,
    /// How many people.
    pub people: Option<People>,
    /// Kind of problem.
    pub kind: Option<KindOfProblem>,
    /// Neighbourhood.
    pub place: Option<Name>,
    /// Themes.
    pub themes: Vec<Code>,
    /// Target groups.
    pub target_groups: Vec<Code>,
    /// What was tried.
    pub tried: Option<Note>,
    /// What would help.
    pub wish: Option<Note>,
}

/// A checked way to hear what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// With the receipt only.
    Code,
    /// By e-mail, so often.
    Email(Email, MailPace),
    /// In the app, with the account that sends it.
    Account,
}

impl Contact {
    /// The choice without the address.
    pub const fn choice(&self) -> ContactChoice {
        match self {
            Self::Code => ContactChoice::Code,
            Self::Email(..) => ContactChoice::Email,
            Self::Account => ContactChoice::Account,
        }
    }
}

/// Longest BCP 47 tag that browsers send.
const MAX_LANGUAGE_BYTES: usize = 35;
/// A device's mark: 128 random bits in hexadecimal.
const DEVICE_MARK_BYTES: usize = 32;

impl SignalDraft {
    /// Checks every field; the browser and the server run the same.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewSignal, Invalid> {
        let mut check = Check::default();
        let text = check.field("/text", SignalText::parse(&self.text));
        let language = self
            .language
            .and_then(|tag| check.field("/language", language_tag(tag)));
        let sector = self
            .sector
            .and_then(|code| check.field("/sector", lists.sector(&code)));
        let profession = optional(
            &mut check,
            "/profession",
            self.profession.as_deref(),
            Name::parse,
        );
        let chips = self.chips.check(&mut check, lists);
        let contact = check.field_of_contact("/contact/email", self.contact);
        let device_mark = self
            .device_mark
            .and_then(|mark| check.field("/deviceMark", device_mark(mark)));
        let locale = self.locale.unwrap_or(Language::Nl);
        check.finish(text.map(|text| NewSignal {
            text,
            language,
            locale,
            sector,
            profession,
            chips,
            contact,
            device_mark,
            seen_issue: self.seen_issue,
        }))
    }
}

impl Chips {
    /// Checks the chips alone, when they are added later.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewChips, Invalid> {
        let mut check = Check::default();
        let chips = self.check(&mut check, lists);
        check.finish(Some(chips))
    }

    fn check(self, check: &mut Check, lists: &dyn CodeList) -> NewChips {
        NewChips {
            frequency: self.frequency,
            people: self.people,
            kind: self.kind,
            place: optional(check, "/place", self.place.as_deref(), Name::parse),
            themes: taxonomy::codes(check, "/themes", lists, Scheme::Theme, &self.themes),
            target_groups: taxonomy::codes(
                check,
                "/targetGroups",
                lists,
                Scheme::TargetGroup,
                &self.target_groups,
            ),
            tried: optional(check, "/tried", self.tried.as_deref(), Note::parse),
            wish: optional(check, "/wish", self.wish.as_deref(), Note::parse),
        }
    }
}

impl ContactDraft {
    /// Checks the address, when the choice needs one.
    pub fn parse(self) -> Result<Contact, Invalid> {
        let mut check = Check::default();
        let contact = check.field_of_contact("/email", Some(self));
        check.finish(Some(contact))
    }
}

impl Check {
    fn field_of_contact(&mut self, pointer: &str, contact: Option<ContactDraft>) -> Contact {
        let Some(ContactDraft {
            choice,
            email,
            pace,
        }) = contact
        else {
            return Contact::Code;
        };
        match choice {
            ContactChoice::Code => Contact::Code,
            ContactChoice::Account => Contact::Account,
            ContactChoice::Email => self
                .field(pointer, Email::parse(email.as_deref().unwrap_or_default()))
                .map_or(Contact::Code, |email| {
                    Contact::Email(email, pace.unwrap_or(MailPace::AtOnce))
                }),
        }
    }
}

/// A field that may stay empty: blank counts as absent.
pub(crate) fn optional<T>(
    check: &mut Check,
    pointer: &str,
    typed: Option<&str>,
    parse: impl Fn(&str) -> Result<T, Broken>,
) -> Option<T> {
    let typed = typed.filter(|typed| !typed.trim().is_empty())?;
    check.field(pointer, parse(typed))
}

fn language_tag(tag: String) -> Result<String, Broken> {
    let shaped = tag
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if tag.is_empty() || !shaped {
        return Err(Broken::rule(ProblemCode::InvalidValue));
    }
    if tag.len() > MAX_LANGUAGE_BYTES {
        return Err(Broken::limit(
            ProblemCode::TooLong,
            MAX_LANGUAGE_BYTES,
            tag.len(),
        ));
    }
    Ok(tag)
}

fn device_mark(mark: String) -> Result<String, Broken> {
    let shaped =
        mark.len() == DEVICE_MARK_BYTES && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
    if shaped {
        Ok(mark)
    } else {
        Err(Broken::rule(ProblemCode::InvalidValue))
    }
}

/// Which submission is taken back: the key that it was sent with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecallDraft {
    /// Header `Idempotency-Key` of the submission.
    pub key: IdempotencyKey,
}

/// What the provider gets back: the only time that the receipt is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SubmittedSignal {
    /// Where it can be followed.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "/api/v1/signals/0b6c2f0e-6a1d-4c1e-9a57-2f1f6d0c8e11")
    )]
    pub href: String,
    /// Its random id.
    pub id: SignalId,
    /// The follow-up code; the server stores only a keyed hash of it.
    #[cfg_attr(feature = "openapi", schema(example = "KX7Q-2M9T-P4HD-V6RB"))]
    pub receipt: String,
    /// The day before which an answer comes.
    pub promised_on: Day,
    /// `received`, or `held` when certain personal data was found.
    pub state: SignalState,
    /// True when the sector is known, from the draft or from the entry link: then nobody asks it.
    pub sector_known: bool,
}

/// A signal in the inbox. Nothing in it tells who sent it; times are days (decisions.md 10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalSummary {
    /// Where the whole stands.
    pub href: String,
    /// Its random id.
    pub id: SignalId,
    /// Slug of its authority.
    pub authority: String,
    /// Where it stands.
    pub state: SignalState,
    /// The first 160 characters, masked while held.
    pub excerpt: String,
    /// Language of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The day on which it was received.
    pub received_on: Day,
    /// The day before which an answer was promised.
    pub promised_on: Day,
    /// That day passed, and nobody answered or ended it.
    pub late: bool,
    /// Sector, when at least five active providers share it; else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Neighbourhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Confirmed themes and tags.
    pub tags: Vec<Tagging>,
    /// Issues it belongs to.
    pub issues: Vec<IssueLink>,
    /// Version for `If-Match`.
    pub version: u64,
}

/// A code on a signal, and who put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tagging {
    /// Theme, tag or target group.
    pub scheme: Scheme,
    /// The code.
    pub code: Code,
    /// Who says so.
    pub origin: TagOrigin,
    /// Proposed, confirmed or rejected.
    pub status: TagStatus,
    /// What a model thinks of it: only where one signal is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<crate::analysis::Suggestion>,
}

crate::closed_list! {
    /// Who put a code on a signal.
    TagOrigin {
        /// The provider, with a chip.
        Provider = "provider",
        /// A processor.
        Processor = "processor",
        /// A column of an imported file.
        Import = "import",
        /// A model.
        Machine = "machine",
    }
}

crate::closed_list! {
    /// Whether a person agreed with a code.
    TagStatus {
        /// Proposed; dotted on the screen.
        Proposed = "proposed",
        /// A processor agreed.
        Confirmed = "confirmed",
        /// A processor disagreed.
        Rejected = "rejected",
    }
}

/// An issue that a signal belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IssueLink {
    /// Its id.
    pub id: IssueId,
    /// Its number, such as `K-17`.
    pub number: String,
    /// Its title.
    pub title: String,
}

/// A signal with everything a processor may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignalDetail {
    /// As in the list.
    #[serde(flatten)]
    pub summary: SignalSummary,
    /// The text; masked while held, absent once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Spans of personal data in `text`, while held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldSpan>,
    /// Spans of `text` that may be personal data (a name, a date, what singles somebody out), while it is not held: not to be
    /// copied into an issue or an answer unread.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<HeldSpan>,
    /// Neighbourhoods of the authority that `text` names, while `place` is absent and the text is readable: a person decides
    /// whether the signal is about one of them (`locateSignal`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places_named: Vec<String>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// How many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<People>,
    /// Kind of problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<KindOfProblem>,
    /// What was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<String>,
    /// What would help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<String>,
    /// A published issue that the provider says to see too, until it is linked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_issue: Option<IssueLink>,
    /// How much it tells, 0 to 100 (indicator `depth`); absent while held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u8>,
    /// Whether the provider wants the processor to know who sent it (`revealDisclosure`).
    #[serde(default)]
    pub disclosed: bool,
    /// Whether the provider can be reached, without telling how to reach whom.
    pub contact: ContactChoice,
    /// Questions with their answers.
    pub questions: Vec<crate::question::Question>,
    /// What happened, oldest first.
    pub history: Vec<HistoryStep<SignalState, SignalEvent>>,
    /// Feedback that is owed or was given.
    pub feedback: Vec<crate::feedback::Feedback>,
}

/// A span of personal data: masked in a held signal, readable where it is only doubtful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HeldSpan {
    /// What kind of personal data: `nationalNumber`, `phone`, `email`, `iban`, `address`, `name` …
    pub kind: String,
    /// First character of the span in `text`, counted in Unicode code points.
    pub start: u32,
    /// First character after the span.
    pub end: u32,
}

/// One step of a life cycle, as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HistoryStep<S, E> {
    /// The day.
    pub on: Day,
    /// What happened.
    pub event: E,
    /// State before; absent for the first step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<S>,
    /// State after.
    pub to: S,
    /// Role in which somebody did it; absent when the system or a provider did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Name of the member of staff who did it; never of a provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// True when the person who approved it here made it as well: allowed in a small authority, and shown (product.md).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_work: bool,
    /// Reason code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Reason in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Codes to confirm or reject on a signal, or to decide about anew, at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TaggingDraft {
    /// Codes that hold.
    pub confirm: Vec<CodeDraft>,
    /// Codes that do not.
    pub reject: Vec<CodeDraft>,
    /// Codes on which a decision is taken back: a proposal stands open again, what a processor added goes.
    pub reconsider: Vec<CodeDraft>,
}

/// A code as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodeDraft {
    /// Theme, tag or target group.
    pub scheme: Scheme,
    /// The code.
    pub code: String,
}

/// Checked codes.
#[derive(Debug)]
pub struct NewTagging {
    /// Codes that hold.
    pub confirm: Vec<(Scheme, Code)>,
    /// Codes that do not.
    pub reject: Vec<(Scheme, Code)>,
    /// Codes on which a decision is taken back.
    pub reconsider: Vec<(Scheme, Code)>,
}

impl TaggingDraft {
    /// Checks every code.
    pub fn parse(self, lists: &dyn CodeList) -> Result<NewTagging, Invalid> {
        let mut check = Check::default();
        let confirm = code_drafts(&mut check, "/confirm", lists, self.confirm);
        let reject = code_drafts(&mut check, "/reject", lists, self.reject);
        let reconsider = code_drafts(&mut check, "/reconsider", lists, self.reconsider);
        if confirm.is_empty() && reject.is_empty() && reconsider.is_empty() {
            check.note("/confirm", Broken::rule(ProblemCode::Required));
        }
        check.finish(Some(NewTagging {
            confirm,
            reject,
            reconsider,
        }))
    }
}

pub(crate) fn code_drafts(
    check: &mut Check,
    pointer: &str,
    lists: &dyn CodeList,
    drafts: Vec<CodeDraft>,
) -> Vec<(Scheme, Code)> {
    if drafts.len() > 3 * taxonomy::MAX_CODES_PER_SIGNAL {
        let limit = 3 * taxonomy::MAX_CODES_PER_SIGNAL;
        check.note(
            pointer,
            Broken::limit(ProblemCode::OutOfRange, limit, drafts.len()),
        );
        return Vec::new();
    }
    let mut codes = Vec::new();
    for (position, CodeDraft { scheme, code }) in drafts.into_iter().enumerate() {
        let code = check.field(
            &format!("{pointer}/{position}/code"),
            lists.code(scheme, &code),
        );
        codes.extend(code.map(|code| (scheme, code)));
    }
    codes
}

/// Which neighbourhood a signal is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LocationDraft {
    /// One of the authority's neighbourhoods; absent for the whole municipality, or when nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl LocationDraft {
    /// Checks it against the neighbourhoods of the authority.
    pub fn parse(self, places: &[String]) -> Result<Option<String>, Invalid> {
        match self.place {
            Some(place) if !places.contains(&place) => {
                Err(Invalid::one("/place", ProblemCode::UnknownValue))
            }
            place => Ok(place),
        }
    }
}

/// Sending a signal to the right address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedirectDraft {
    /// Why.
    pub reason: RedirectReason,
    /// Who helps, for the provider to read.
    pub address: String,
}

/// Ending a signal that is not structural or was sent twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, tag = "as")]
pub enum EndDraft {
    /// Not structural.
    #[serde(rename = "notStructural")]
    NotStructural {
        /// Why.
        reason: NotStructuralReason,
        /// Why, in words for the provider.
        note: String,
    },
    /// Sent twice.
    #[serde(rename = "duplicate")]
    Duplicate {
        /// The signal that stays.
        of: SignalId,
    },
}

/// Replacing personal data of a held signal for good, or releasing it as a false alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedactDraft {
    /// The text as it may stay; the original is destroyed. It may hold no certain personal data any more.
    pub text: String,
}

/// Releasing a held signal as a false alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReleaseDraft {
    /// Why it is none.
    pub note: String,
}

/// Who a provider is, for the processor of one signal; without a name nobody is told any more (decisions.md 11).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DisclosureDraft {
    /// Name, at most 200 characters; absent or empty takes everything back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How to reach the provider: a telephone number, an address for mail, an organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
}

/// Who a provider is, checked.
#[derive(Debug)]
pub struct NewDisclosure {
    /// Name.
    pub name: Name,
    /// How to reach the provider.
    pub reach: Option<Name>,
}

impl DisclosureDraft {
    /// Checks both fields; nothing when it takes back.
    pub fn parse(self) -> Result<Option<NewDisclosure>, Invalid> {
        let mut check = Check::default();
        let name = optional(&mut check, "/name", self.name.as_deref(), Name::parse);
        let reach = optional(&mut check, "/reach", self.reach.as_deref(), Name::parse);
        if name.is_none() && reach.is_some() {
            check.note("/name", Broken::rule(ProblemCode::Required));
        }
        check.finish(Some(name.map(|name| NewDisclosure { name, reach })))
    }
}

/// Who a provider wanted the processor to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Disclosure {
    /// Name.
    pub name: String,
    /// How to reach the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<String>,
}

/// Linking a signal to an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkDraft {
    /// The issue.
    pub issue: IssueId,
}

/// Filters of the inbox; several values of one filter are alternatives, filters narrow each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignalFilter {
    /// Only these, at most 100.
    pub id: Vec<SignalId>,
    /// States.
    pub state: Vec<SignalState>,
    /// Themes.
    pub theme: Vec<String>,
    /// Tags.
    pub tag: Vec<String>,
    /// Target groups.
    pub target_group: Vec<String>,
    /// Neighbourhood.
    pub place: Option<String>,
    /// Received on or after.
    pub from: Option<Day>,
    /// Received on or before.
    pub to: Option<Day>,
    /// Linked to this issue.
    pub issue: Option<IssueId>,
    /// Only those whose promised day passed without an answer.
    pub late: bool,
    /// Only those with an answer of their provider that nobody has worked on yet.
    pub answered: bool,
    /// Words to search.
    pub q: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> taxonomy::Taxonomy {
        serde_json::from_str(taxonomy::DEFAULT).unwrap()
    }

    fn draft(text: &str) -> SignalDraft {
        SignalDraft {
            text: text.to_owned(),
            ..SignalDraft::default()
        }
    }

    #[test]
    fn a_text_alone_is_a_signal() {
        let signal = draft("Wachtlijst voor kinderopvang")
            .parse(&lists())
            .unwrap();
        assert_eq!(
            signal.contact,
            Contact::Code,
            "anonymous unless asked otherwise"
        );
    }

    #[test]
    fn every_broken_rule_is_told_at_once() {
        let draft = SignalDraft {
            sector: Some("magic".into()),
            contact: Some(ContactDraft {
                choice: ContactChoice::Email,
                email: None,
                pace: None,
            }),
            device_mark: Some("short".into()),
            chips: Chips {
                themes: vec!["housing".into(), "nope".into()],
                ..Chips::default()
            },
            ..draft("te kort")
        };
        let invalid = draft.parse(&lists()).unwrap_err();
        assert_eq!(
            invalid.to_string(),
            "/text tooShort; /sector referencedResourceNotFound; /themes/1 referencedResourceNotFound; \
             /contact/email required; /deviceMark invalidInput"
        );
    }

    #[test]
    fn an_unknown_field_cannot_be_read() {
        let json = r#"{"text":"Wachtlijst voor kinderopvang","colour":"red"}"#;
        assert!(serde_json::from_str::<SignalDraft>(json).is_err());
        assert!(serde_json::from_str::<Chips>(r#"{"frequencie":"weekly"}"#).is_err());
    }

    #[test]
    fn chips_are_read_alone_and_within_a_signal() {
        let alone: Chips = serde_json::from_str(r#"{"frequency":"weekly"}"#).unwrap();
        let json = r#"{"text":"Wachtlijst voor kinderopvang","frequency":"weekly"}"#;
        let draft: SignalDraft = serde_json::from_str(json).unwrap();
        assert_eq!(draft.chips, alone);
        assert_eq!(alone.frequency, Some(Frequency::Weekly));
    }

    #[test]
    fn an_error_in_an_address_points_to_it_wherever_it_stands() {
        let contact = ContactDraft {
            choice: ContactChoice::Email,
            email: None,
            pace: None,
        };
        assert_eq!(
            contact.clone().parse().unwrap_err().to_string(),
            "/email required"
        );
        let draft = SignalDraft {
            contact: Some(contact),
            ..draft("Wachtlijst voor kinderopvang")
        };
        let invalid = draft.parse(&lists()).unwrap_err();
        assert_eq!(invalid.to_string(), "/contact/email required");
    }
}
