//! Source text in which only code is left.

/// The source with spaces in place of comments, strings and characters, so that every word and bracket
/// in it is code. Positions stay the same.
pub(super) fn mask(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut masked = Vec::with_capacity(bytes.len());
    while masked.len() < bytes.len() {
        let rest = &bytes[masked.len()..];
        let length = skipped(rest, masked.last().copied());
        match length {
            0 => masked.push(rest[0]),
            _ => masked.extend(
                rest[..length.min(rest.len())]
                    .iter()
                    .map(|b| if *b == b'\n' { b'\n' } else { b' ' }),
            ),
        }
    }
    String::from_utf8(masked).unwrap_or_default()
}

/// The length of a comment, a string or a character at the start of `rest`; 0 for code.
fn skipped(rest: &[u8], before: Option<u8>) -> usize {
    match rest {
        [b'/', b'/', ..] => rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment(rest),
        [b'"', ..] => string(rest),
        [b'r', b'"' | b'#', ..] if !before.is_some_and(is_word) => raw_string(rest),
        [b'\'', b'\\', ..] => 3 + end(&rest[3.min(rest.len())..], b"'"),
        [b'\'', character, ..] => {
            // A lifetime has no quote at its end.
            let width = match character {
                0..0x80 => 1,
                0x80..0xe0 => 2,
                0xe0..0xf0 => 3,
                _ => 4,
            };
            if rest.get(1 + width) == Some(&b'\'') { 2 + width } else { 0 }
        }
        _ => 0,
    }
}

fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[u8]) -> usize {
    let hashes = rest[1..].iter().take_while(|b| **b == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let close = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
    2 + hashes + end(&rest[2 + hashes..], &close)
}

/// The number of bytes up to the end of the first `close`.
fn end(rest: &[u8], close: &[u8]) -> usize {
    let found = rest.windows(close.len()).position(|window| window == close);
    found.map_or(rest.len(), |at| at + close.len())
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn only_code_is_left() {
        for (source, masked) in [
            ("a(); // b()\nc();", "a();       \nc();"),
            ("a(/* b /* c */ d */);", "a(                 );"),
            (r#"a("b\"c", 'd', '\'');"#, "a(      ,    ,     );"),
            ("a(r#\"b\"c\"#);", "a(        );"),
            ("f::<'a>('{', for_r\"b\");", "f::<'a>(   , for_r   );"),
            ("a(\"", "a( "),
        ] {
            assert_eq!(mask(source), masked);
        }
    }

    #[test]
    fn positions_stay_the_same() {
        let source = "let text = \"ä\"; // ö\nlet c = 'é';";
        let masked = mask(source);
        assert_eq!(masked.len(), source.len());
        assert_eq!(masked.find("let c"), source.find("let c"));
    }
}
