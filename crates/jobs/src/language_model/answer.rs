//! What a server that speaks `/chat/completions` answers.

use serde::Deserialize;

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

/// The text of the first choice.
pub(super) fn written(body: &[u8]) -> Option<String> {
    let completion: Completion = serde_json::from_slice(body).ok()?;
    let first = completion.choices.into_iter().next()?;
    Some(first.message.content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_text_of_the_first_choice() {
        let body = br#"{"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": "a"}}]}"#;
        assert_eq!(written(body).as_deref(), Some("a"));
    }

    #[test]
    fn anything_else_is_none() {
        let others: [&[u8]; 5] = [
            b"",
            b"<html>",
            br#"{"choices": []}"#,
            br#"{"choices": [{"message": {"content": null}}]}"#,
            b"\xff\xfe",
        ];
        for other in others {
            assert_eq!(written(other), None);
        }
    }
}
