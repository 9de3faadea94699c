//! The bodies of closures.

use std::ops::Range;

use super::mask::is_word;
use super::tokens::end;

/// The bodies of all closures in a source without comments and strings.
pub(super) fn closures(code: &str) -> Vec<Range<usize>> {
    let bars = code.match_indices('|').map(|(at, _)| at);
    bars.filter(|at| starts_closure(&code[..*at])).filter_map(|at| body(code, at)).collect()
}

/// Whether a `|` after this code begins a closure, and is not an operator, or a part of a pattern.
fn starts_closure(before: &str) -> bool {
    let before = before.trim_end();
    let word = &before[before.trim_end_matches(|c: char| c.is_ascii() && is_word(c as u8)).len()..];
    match word {
        "" => before.ends_with(['(', ',', '=', '{', '}', ';', '[', '>', '&', ':']),
        _ => ["move", "return", "else", "break", "in"].contains(&word),
    }
}

/// The body of the closure whose first bar is at this position.
fn body(code: &str, at: usize) -> Option<Range<usize>> {
    let parameters = end(&code[at + 1..], b"|")? + at + 2;
    let rest = code[parameters..].trim_start();
    let start = match rest.strip_prefix("->") {
        Some(result) => code.len() - result.len() + result.find('{')?,
        None => code.len() - rest.len(),
    };
    let length = match code[start..].strip_prefix('{') {
        Some(block) => end(block, b"}")? + "{}".len(),
        None => end(&code[start..], b",;)]}")?,
    };
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::closures;

    #[test]
    fn bodies_of_closures_are_found() {
        let bodies = |code: &'static str| {
            closures(code).into_iter().map(|body| &code[body]).collect::<Vec<_>>()
        };
        assert_eq!(bodies("a.then(|| self.take(b(1, 2)));"), ["self.take(b(1, 2))"]);
        assert_eq!(bodies("let add = move |a: (u8, u8), _| { a.0; f() };"), ["{ a.0; f() }"]);
        assert_eq!(bodies("all(|a| -> bool { b }, c)"), ["{ b }"]);
        assert_eq!(bodies("f(|a| g(|b| a + b), c)"), ["g(|b| a + b)", "a + b"]);
        assert!(bodies("if a || b | c { match d { 1 | 2 => e, _ => f } }").is_empty());
    }
}
