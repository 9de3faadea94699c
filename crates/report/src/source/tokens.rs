//! Words and statements in a source without comments and strings.

use super::mask::is_word;

/// The length of the statement at the start.
pub(super) fn statement(code: &str) -> Option<usize> {
    end(code, b";)]}")
}

/// The first of these characters that is in no brackets.
pub(super) fn end(code: &str, ends: &[u8]) -> Option<usize> {
    let mut depth = 0;
    code.bytes().position(|byte| {
        if depth == 0 && ends.contains(&byte) {
            return true;
        }
        depth += i32::from(b"([{".contains(&byte)) - i32::from(b")]}".contains(&byte));
        false
    })
}

/// The positions of a word.
pub(super) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = code[..*at].bytes().last();
        let after = code[at + word.len()..].bytes().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

/// The words of a text, with their positions.
pub(super) fn all_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].bytes().position(is_word)?;
        let length = text[start..].bytes().position(|byte| !is_word(byte));
        at = length.map_or(text.len(), |length| start + length);
        Some((start, &text[start..at]))
    })
}
