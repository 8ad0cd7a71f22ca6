//! Words, numbers and signs of a text, with what their place says about them.

use text::is_letter;

use crate::glyphs::{Glyphs, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Sign,
}

#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of a place, read one at a time"
)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    pub(crate) plain: String,
    /// Anywhere in it: `IJzer`, "d'Ypres".
    pub(crate) has_capital: bool,
    /// Nothing but capitals, at least two.
    pub(crate) is_shouted: bool,
    /// Only spaces, at most two, stand before it.
    pub(crate) is_near: bool,
    /// First word of the text, of a line, behind a full stop, a colon or an opening quotation mark.
    pub(crate) starts_sentence: bool,
}

impl Token {
    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// A word that is written as names are.
    pub(crate) fn is_capitalised(&self) -> bool {
        self.is_word() && self.has_capital
    }

    pub(crate) fn is(&self, plain: &str) -> bool {
        self.plain == plain
    }
}

/// Words (with dashes and apostrophes inside), numbers, and every other visible sign by itself.
pub(crate) fn tokens(glyphs: &Glyphs) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(glyphs.len() / 5);
    let mut place = 0;
    let mut spaces = 0;
    let mut starts_sentence = true;
    while place < glyphs.len() {
        let letter = glyphs.at(place);
        if letter == ' ' {
            (place, spaces) = (place + 1, spaces + 1);
            continue;
        }
        let kind = match letter {
            _ if is_letter(letter) => TokenKind::Word,
            _ if letter.is_ascii_digit() => TokenKind::Number,
            _ => TokenKind::Sign,
        };
        let mut end = place + 1;
        while end < glyphs.len() && continues(glyphs, kind, end) {
            end += 1;
        }
        let span = Span { start: place, end };
        let capitals = (place..end).filter(|place| glyphs.is_upper(*place)).count();
        tokens.push(Token {
            kind,
            span,
            plain: glyphs.plain(span),
            has_capital: capitals > 0,
            is_shouted: capitals > 1 && (place..end).all(|place| is_shouted(glyphs, place)),
            is_near: spaces <= 2,
            starts_sentence: starts_sentence && kind == TokenKind::Word,
        });
        starts_sentence = match kind {
            TokenKind::Sign => {
                ends_sentence(letter) || (starts_sentence && !matches!(letter, ',' | ';'))
            }
            _ => false,
        };
        (place, spaces) = (end, 0);
    }
    tokens
}

fn is_shouted(glyphs: &Glyphs, place: usize) -> bool {
    glyphs.is_upper(place) || !is_letter(glyphs.at(place))
}

fn ends_sentence(sign: char) -> bool {
    matches!(
        sign,
        '.' | '!' | '?' | '…' | ':' | '\n' | '"' | '“' | '„' | '«' | '•' | '*' | '|'
    )
}

fn continues(glyphs: &Glyphs, kind: TokenKind, place: usize) -> bool {
    let letter = glyphs.at(place);
    match kind {
        TokenKind::Word => {
            is_letter(letter)
                || (matches!(letter, '-' | '\'' | '’') && is_letter(glyphs.at(place + 1)))
        }
        TokenKind::Number => letter.is_ascii_digit(),
        TokenKind::Sign => false,
    }
}
