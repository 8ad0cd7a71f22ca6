//! HTML and XML, written so that no text becomes markup: elements and attributes are ours, everything else is escaped.

/// Markup that grows.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

/// Attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Markup {
    /// Something that is markup already: the first line of a document, a style sheet of ours.
    pub(super) fn ready(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Begins an element.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Ends it.
    pub(super) fn close(&mut self, tag: &'static str) {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }

    /// Text, escaped for content and for attributes.
    pub(super) fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // XML has no way to write these.
                '\u{FFFE}' | '\u{FFFF}' => {}
                letter if letter.is_control() && !matches!(letter, '\n' | '\t' | '\r') => {}
                letter => self.0.push(letter),
            }
        }
    }

    /// An element with nothing but text.
    pub(super) fn element(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.close(tag);
    }

    /// An element of XML without content.
    pub(super) fn empty(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.open(tag, attributes);
        self.close(tag);
    }

    /// How long it is, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.0.len()
    }

    /// The whole.
    pub(super) fn done(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let mut markup = Markup::default();
        let hostile = "</p><script>alert(\"1\")</script>&'\u{1}";
        markup.element("p", &[("title", hostile)], hostile);
        let escaped = "&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;";
        let expected = format!("<p title=\"{escaped}\">{escaped}</p>");
        assert_eq!(markup.done(), expected);
    }
}
