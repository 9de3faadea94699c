//! Limits on the size and the nesting of a file, checked byte by byte before anything parses it.
use crate::finding::Finding;
use crate::messages;
use crate::token::{Kind, Tokens};

/// The longest exercise has 7 KiB.
const MAX_BYTES: usize = 64 * 1024;

/// Brackets inside brackets. Exercises need about 15; rustc crashes at some thousands.
const MAX_DEPTH: usize = 100;

/// Operators in a row, such as `!!!!`. Exercises need 3.
const MAX_OPERATORS: usize = 40;

/// `else` without a semicolon in between.
const MAX_BRANCHES: usize = 200;

/// The finding if the file is too large, or nested too deeply to be parsed. Brackets in comments and
/// strings count as well, but only where they are not closed.
pub(crate) fn check(source: &str) -> Option<Finding> {
    if source.len() > MAX_BYTES {
        let what = format!("{} bytes", source.len());
        return Some(Finding::new(1, what, messages::TOO_LARGE));
    }
    // rustc skips comments after `#!`, so `#!/*` is a comment for it and not for other programs.
    let first = source.trim_start_matches('\u{feff}');
    if first.starts_with("#!") && !first.starts_with("#![") {
        return Some(Finding::new(1, "#!", messages::SHEBANG));
    }
    let (mut line, mut depth) = (1, 0usize);
    for byte in source.bytes() {
        match byte {
            b'\n' => line += 1,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(Finding::new(line, "deep nesting", messages::TOO_DEEP));
        }
    }
    None
}

/// The finding if an expression or a type nests too deeply without brackets.
pub(crate) fn check_tokens(tokens: &Tokens) -> Option<Finding> {
    let mut operators = 0;
    for at in 0..tokens.len() {
        operators = if tokens.kind(at) == Some(Kind::Punct) { operators + 1 } else { 0 };
        if operators > MAX_OPERATORS {
            return Some(Finding::new(tokens.line(at), "many operators", messages::TOO_DEEP));
        }
    }
    let (mut angles, mut arms) = (0usize, 0usize);
    for at in 0..tokens.len() {
        match tokens.text(at) {
            "<" if !tokens.is(at + 1, "=") => angles += 1,
            ">" => angles = angles.saturating_sub(1),
            ";" | "{" | "}" => angles = 0,
            _ => {}
        }
        // `else if` nests each condition in the one before.
        arms = match tokens.text(at) {
            "else" => arms + 1,
            ";" => 0,
            _ => arms,
        };
        if angles > MAX_DEPTH || arms > MAX_BRANCHES {
            return Some(Finding::new(tokens.line(at), "deep nesting", messages::TOO_DEEP));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(source: &str) -> Option<String> {
        let finding = check(source).or_else(|| check_tokens(&Tokens::parse(source)?));
        finding.map(|finding| finding.what)
    }

    #[test]
    fn ordinary_files_are_within_the_limits() {
        assert_eq!(what("#![allow(dead_code)]\nfn main() {}"), None);
        let lines = format!("// {0}\n/* {0} */ f(\"{0}\");", "-".repeat(80));
        assert_eq!(what(&lines), None);
        assert_eq!(what("f(a < b, c < d); let x: Vec<Vec<Vec<u8>>> = !!***&&y;"), None);
    }

    #[test]
    fn what_would_crash_a_parser_is_refused() {
        assert_eq!(what(&"(".repeat(200)).as_deref(), Some("deep nesting"));
        assert_eq!(what(&"a<".repeat(200)).as_deref(), Some("deep nesting"));
        assert_eq!(what(&"if a {} else ".repeat(300)).as_deref(), Some("deep nesting"));
        assert_eq!(what(&format!("f({}1)", "! ".repeat(99))).as_deref(), Some("many operators"));
        assert_eq!(what(&" ".repeat(MAX_BYTES + 1)).as_deref(), Some("65537 bytes"));
        for first in ["#!/*", "#!/usr/bin/env", "#! [allow()]", "\u{feff}#!x"] {
            assert_eq!(what(first).as_deref(), Some("#!"), "{first}");
        }
    }
}
