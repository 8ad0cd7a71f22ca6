//! The Dutch texts by screen, and what is wrong with them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use text::plain::{EASY, Reading, heavy_words, long_sentences};

const TEXTS: &str = "../../frontend/locales/nl.json";

/// Which sections of the texts stand on a screen together. A section that several screens show stands with the one
/// that shows most of it.
const SCREENS: [(&str, &[&str]); 21] = [
    (
        "phone: write",
        &[
            "submit",
            "hide",
            "team",
            "pii",
            "guard",
            "coach",
            "similar",
            "live",
            "kind",
            "people",
            "frequency",
        ],
    ),
    (
        "phone: sent",
        &[
            "sent",
            "receipt",
            "enrich",
            "contact_choice",
            "known",
            "suggestion",
        ],
    ),
    (
        "phone: my signals",
        &[
            "mine", "send_on", "timeline", "step", "question", "follow", "close", "outcome",
        ],
    ),
    (
        "phone: what waits",
        &["outbox", "session", "update", "status"],
    ),
    (
        "phone: settings",
        &[
            "settings",
            "comfort",
            "links",
            "my_data",
            "profile",
            "account",
            "push",
            "install",
            "language",
            "work_mode",
            "passkey",
            "mail_pace",
            "leaving",
            "lost",
            "shared",
        ],
    ),
    (
        "phone: help and privacy",
        &["help", "legal", "privacy", "accessibility", "public"],
    ),
    (
        "desk: inbox",
        &[
            "inbox",
            "desk",
            "signal",
            "signal_state",
            "signal_event",
            "signal_close",
            "source",
            "tagging",
            "tag_origin",
            "tag_status",
            "link",
            "redirect",
            "redirect_reason",
            "duplicate_reason",
            "not_structural_reason",
            "shortcut",
            "alike",
            "likeness",
            "ai",
            "place",
        ],
    ),
    ("desk: held signal", &["hold", "release_reason"]),
    ("desk: clusters", &["cluster"]),
    ("desk: trends", &["trend", "trend_kind"]),
    (
        "desk: overview",
        &["indicator", "indicator_ending", "indicator_stage"],
    ),
    (
        "desk: how good proposals are",
        &["record", "suggestion_kind", "analysis", "language_model"],
    ),
    (
        "desk: issue",
        &[
            "issue",
            "issues",
            "issue_state",
            "issue_event",
            "issue_done",
            "split",
            "merge",
            "dismiss",
            "dismiss_reason",
            "reopen",
            "park",
            "park_reason",
            "stall",
            "stall_reason",
            "resolve",
            "owner",
            "level",
            "lineage",
            "recognition",
            "criterion",
            "criteria",
            "publish",
            "history",
            "escalation",
            "escalation_answer",
            "draft",
            "draft_trouble",
        ],
    ),
    (
        "desk: weigh and decide",
        &[
            "prioritise",
            "priorities",
            "priority_criterion",
            "priority_method",
            "priority_short",
            "order_origin",
            "decide",
            "decision",
            "no_act_reason",
        ],
    ),
    ("desk: search", &["search", "found_kind", "progress"]),
    (
        "desk: actions",
        &[
            "action",
            "action_event",
            "action_state",
            "cancel_reason",
            "chart",
        ],
    ),
    (
        "desk: feedback",
        &[
            "queue",
            "feedback",
            "feedback_state",
            "feedback_event",
            "moment",
        ],
    ),
    (
        "desk: import and export",
        &[
            "import",
            "import_field",
            "import_problem",
            "import_state",
            "export",
            "scheme",
        ],
    ),
    (
        "desk: people and links",
        &[
            "people_admin",
            "role",
            "role_hint",
            "entry",
            "organisation",
            "setup",
        ],
    ),
    (
        "desk: log",
        &[
            "audit",
            "audit_outcome",
            "object_type",
            "operation",
            "job_state",
        ],
    ),
    (
        "everywhere",
        &[
            "common",
            "nav",
            "error",
            "problem",
            "conflict",
            "signin",
            "invitation",
        ],
    ),
];

/// What reading all texts brought to light.
pub(crate) struct Judged {
    pub(crate) texts: usize,
    pub(crate) screens: Vec<(&'static str, Reading)>,
    pub(crate) findings: Vec<String>,
}

/// Reads every Dutch text.
pub(crate) fn judge() -> Result<Judged, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TEXTS);
    let file = fs::read_to_string(&path).map_err(|error| format!("{TEXTS}: {error}"))?;
    let texts: BTreeMap<String, String> =
        serde_json::from_str(&file).map_err(|error| format!("{TEXTS}: {error}"))?;
    Ok(judge_texts(&texts))
}

/// The same of any texts, by key.
pub(crate) fn judge_texts(texts: &BTreeMap<String, String>) -> Judged {
    let mut findings = Vec::new();
    let mut screens: Vec<(&'static str, Reading)> = Vec::new();
    for (screen, sections) in SCREENS {
        let shown = texts
            .iter()
            .filter(|(key, _)| sections.contains(&section(key)));
        let reading = shown.fold(Reading::default(), |sum, (_, text)| {
            sum.and(Reading::of(text))
        });
        if let Some(score) = reading.douma().filter(|score| *score < EASY) {
            findings.push(format!(
                "{screen}: scores {score:.1}; shorter words and sentences bring it over {EASY}"
            ));
        }
        if reading.words > 0 {
            screens.push((screen, reading));
        }
    }
    for (key, text) in texts {
        if !SCREENS
            .iter()
            .any(|(_, sections)| sections.contains(&section(key)))
        {
            findings.push(format!(
                "`{key}`: on which screen? Add its section to crates/text/examples/plain/screens.rs"
            ));
        }
        findings.extend(long_sentences(text).map(|(words, sentence)| {
            format!("`{key}`: {words} words in one sentence, make two of it: {sentence}")
        }));
        findings.extend(
            heavy_words(text).map(|heavy| format!("`{key}`: \"{heavy}\" has a plain word: {text}")),
        );
    }
    Judged {
        texts: texts.len(),
        screens,
        findings,
    }
}

fn section(key: &str) -> &str {
    key.split_once('.').map_or(key, |(section, _)| section)
}
