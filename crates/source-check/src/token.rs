//! A source file as a flat list of tokens, including those in the arguments of macros.
use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword, without `r#`.
    Name,
    /// An identifier written with `r#`, which is never a keyword. Its text is without `r#`.
    RawName,
    Lifetime,
    Literal,
    /// `::`, `->`, `=>`, or a single character.
    Punct,
    /// An opening bracket; its partner is the closing one.
    Open,
    Close,
}

/// One token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// Counted from 1.
    pub(crate) line: usize,
    /// Of a bracket: the position of the other one.
    pub(crate) partner: usize,
}

impl Token {
    /// Whether this is the keyword or punctuation `text`.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.kind != Kind::RawName && self.kind != Kind::Literal && self.text == text
    }

    pub(crate) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Name | Kind::RawName)
    }
}

/// The tokens of a file, with questions about their neighbours.
pub(crate) struct Tokens(Vec<Token>);

impl Tokens {
    /// Reads a file; `None` if it cannot be split into tokens, for example because a brace is missing.
    pub(crate) fn parse(source: &str) -> Option<Self> {
        let mut reader = Reader::default();
        reader.read(source.parse().ok()?);
        Some(Self(reader.tokens))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Token> {
        self.0.get(at)
    }

    pub(crate) fn line(&self, at: usize) -> usize {
        self.get(at).map_or(1, |token| token.line)
    }

    /// The text of a token; empty outside the file.
    pub(crate) fn text(&self, at: usize) -> &str {
        self.get(at).map_or("", |token| token.text.as_str())
    }

    /// Whether the token is the keyword or punctuation `text`.
    pub(crate) fn is(&self, at: usize, text: &str) -> bool {
        self.get(at).is_some_and(|token| token.is(text))
    }

    /// Whether the tokens from `at` on are `texts`.
    pub(crate) fn are(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(offset, text)| self.is(at + offset, text))
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        self.get(at).map(|token| token.kind)
    }

    pub(crate) fn is_name(&self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_name)
    }

    /// The position of the bracket that closes the one at `open`.
    pub(crate) fn close(&self, open: usize) -> usize {
        self.get(open).map_or(open, |token| token.partner)
    }

    /// The position of the closing bracket if there is an opening one at `at`, and `at` otherwise.
    pub(crate) fn close_or(&self, at: usize) -> usize {
        if self.kind(at) == Some(Kind::Open) { self.close(at) } else { at }
    }

    /// The position after the generic parameters or arguments that begin with `<` at `open`.
    pub(crate) fn after_angles(&self, open: usize) -> usize {
        let mut depth = 0usize;
        let mut at = open;
        while let Some(token) = self.get(at) {
            match token.kind {
                Kind::Open => at = token.partner,
                Kind::Close => return at,
                // In a comparison, nothing closes `<`.
                _ if token.is(";") => return at,
                _ if token.is("<") => depth += 1,
                _ if token.is(">") => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        at
    }
}

/// Flattens groups with a stack of its own, so that deep nesting cannot overflow the real one.
#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
}

impl Reader {
    fn read(&mut self, stream: TokenStream) {
        // A stream, and its opening bracket with what closes it.
        let mut stack = vec![(stream.into_iter(), None::<(usize, &str, usize)>)];
        // The spacing of the last punctuation, which joins `:` and `:` to `::`.
        let mut joint = false;
        while let Some((stream, close)) = stack.last_mut() {
            let Some(tree) = stream.next() else {
                if let Some((open, text, line)) = *close {
                    self.tokens[open].partner = self.tokens.len();
                    self.push(Kind::Close, text.to_owned(), line, open);
                }
                joint = false;
                stack.pop();
                continue;
            };
            let line = tree.span().start().line;
            match tree {
                TokenTree::Group(group) => {
                    let (open, close) = brackets(group.delimiter());
                    let line_of_close = group.span_close().start().line;
                    let here = self.tokens.len();
                    self.push(Kind::Open, open.to_owned(), line, here);
                    stack.push((group.stream().into_iter(), Some((here, close, line_of_close))));
                    joint = false;
                }
                TokenTree::Ident(name) => {
                    self.name(&name, line, joint);
                    joint = false;
                }
                TokenTree::Literal(literal) => {
                    self.push(Kind::Literal, literal.to_string(), line, 0);
                    joint = false;
                }
                TokenTree::Punct(punct) => {
                    let is_joined = joint && self.join(punct.as_char());
                    if !is_joined {
                        self.push(Kind::Punct, punct.as_char().to_string(), line, 0);
                    }
                    joint = punct.spacing() == Spacing::Joint && !is_joined;
                }
            }
        }
    }

    /// Completes `::`, `->` or `=>`.
    fn join(&mut self, next: char) -> bool {
        let Some(last) = self.tokens.last_mut() else { return false };
        let is_pair = matches!((last.text.as_str(), next), (":", ':') | ("-" | "=", '>'));
        if is_pair {
            last.text.push(next);
        }
        is_pair
    }

    fn name(&mut self, name: &Ident, line: usize, joint: bool) {
        let text = name.to_string();
        if let Some(last) = self.tokens.last_mut()
            && joint
            && last.is("'")
        {
            last.kind = Kind::Lifetime;
            last.text.push_str(&text);
            return;
        }
        match text.strip_prefix("r#") {
            Some(raw) => self.push(Kind::RawName, raw.to_owned(), line, 0),
            None => self.push(Kind::Name, text, line, 0),
        }
    }

    fn push(&mut self, kind: Kind, text: String, line: usize, partner: usize) {
        self.tokens.push(Token { kind, text, line, partner });
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        Tokens::parse(source).unwrap().0.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn pairs_and_lifetimes_are_one_token() {
        assert_eq!(texts("x: ::a::b"), ["x", ":", "::", "a", "::", "b"]);
        assert_eq!(texts("fn f<'a>() -> u8"), ["fn", "f", "<", "'a", ">", "(", ")", "->", "u8"]);
        assert_eq!(texts("a => b - > c"), ["a", "=>", "b", "-", ">", "c"]);
    }

    #[test]
    fn a_raw_identifier_is_no_keyword() {
        let tokens = Tokens::parse("r#mod x").unwrap();
        assert!(!tokens.is(0, "mod") && tokens.text(0) == "mod" && tokens.is_name(0));
    }

    #[test]
    fn brackets_know_their_partners() {
        let tokens = Tokens::parse("a(b[c]{d})e").unwrap();
        assert_eq!((tokens.close(1), tokens.text(tokens.close(3))), (9, "]"));
    }
}
