//! What an exercise must not say, because it could lead past the tests: they see what goes through
//! std, and nothing else. The command `course` says more about it, and earlier; this is for whoever
//! runs `cargo test` alone.
use crate::finding::Finding;
use crate::place::Place;
use crate::verdict::Verdict;
use crate::words;
use std::fs;
use std::path::Path;

/// Crates that the tests need, and what they hide; an exercise that uses them gets at real threads.
const MACHINERY: [&str; 6] = ["interleave", "judge", "proptest", "insta", "__real", "__private"];

/// Refuses the exercise that a test is about, if its file is there and leads past the tests.
pub(crate) fn look_at(place: &Place) -> Result<(), Finding> {
    let folder = if place.complete { "complete" } else { "exercises" };
    let file = format!("{folder}/{}.rs", place.target());
    let Ok(text) = fs::read_to_string(Path::new(place.manifest_dir).join(&file)) else {
        // Then rustc has looked elsewhere too.
        return Ok(());
    };
    match way_past(&text) {
        Some((line, what)) => {
            Err(Finding::new(Verdict::Aborted, &words::way_past(&file, line, &what)))
        }
        None => Ok(()),
    }
}

/// The first thing in `text` that leads past the tests, and its line.
fn way_past(text: &str) -> Option<(usize, String)> {
    let words = words_of(text);
    let at = |index: usize| words.get(index).map_or("", |(_, word)| word.as_str());
    (0..words.len()).find_map(|here| {
        let before = |by: usize| here.checked_sub(by).map_or("", at);
        let what = match (at(here), at(here + 1)) {
            ("extern", _) => "extern".to_owned(),
            ("include", "!") => "include!".to_owned(),
            ("mod", name) if at(here + 2) == ";" => format!("mod {name};"),
            (name, next) if MACHINERY.contains(&name) => {
                let is_used =
                    next == ":" && at(here + 2) == ":" || next == "as" || before(1) == "use";
                return is_used.then(|| (words[here].0, name.to_owned()));
            }
            _ => return None,
        };
        Some((words[here].0, what))
    })
}

/// The words and signs of Rust code, with their lines; without comments, texts and numbers.
fn words_of(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(first) = rest.chars().next() {
        let line = 1 + text[..text.len() - rest.len()].matches('\n').count();
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '"' => quoted(rest),
            '\'' => letter(rest),
            _ if is_part(first) => {
                let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(length);
                match (word, after.chars().next()) {
                    ("r" | "br" | "cr", Some('"' | '#')) if raw(after) > 0 => length + raw(after),
                    ("r", Some('#')) => length + 1,
                    _ => {
                        found.push((line, word.to_owned()));
                        length
                    }
                }
            }
            _ => {
                if !first.is_whitespace() {
                    found.push((line, first.to_string()));
                }
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    found
}

/// The length of a comment, with those inside it.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of a text in quotes.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// The length of a raw text from its first `#` or quote on; 0 if it is none.
fn raw(text: &str) -> usize {
    let hashes = text.len() - text.trim_start_matches('#').len();
    match text[hashes..].strip_prefix('"') {
        Some(inner) => {
            let end = format!("\"{}", "#".repeat(hashes));
            inner.find(&end).map_or(text.len(), |at| hashes + 1 + at + end.len())
        }
        None => 0,
    }
}

/// The length of a letter in quotes, or of the quote alone where a lifetime begins.
fn letter(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match (letters.next(), letters.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let after = at + escaped.len_utf8();
            text[after..].find('\'').map_or(text.len(), |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::way_past;

    fn past(text: &str) -> Option<String> {
        way_past(text).map(|(line, what)| format!("{line}: {what}"))
    }

    #[test]
    fn every_way_past_the_tests_is_seen() {
        for (text, what) in [
            ("extern crate std as real;", "1: extern"),
            ("\nextern crate core;\n", "2: extern"),
            ("macro_rules! real { () => { extern crate std as real; } }\nreal!();", "1: extern"),
            ("extern \"C\" { fn pthread_create(); }", "1: extern"),
            ("include!(\"real.rs\");", "1: include!"),
            ("#[path = \"real.rs\"]\nmod real;", "2: mod real;"),
            ("#[cfg_attr(all(), path = \"real.rs\")] mod r#real;", "1: mod real;"),
            ("use interleave::on_real_threads;", "1: interleave"),
            ("use proptest as p;", "1: proptest"),
            ("use {std::sync, insta as i};", "1: insta"),
            ("use std::__real as r;", "1: __real"),
            ("let s = '\\''; /* \" */ let t = '\"'; use judge::Test;", "1: judge"),
            ("fn f<'a>(s: &'a str) { r#\"\"#; mod x; }", "1: mod x;"),
        ] {
            assert_eq!(past(text).as_deref(), Some(what), "{text}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_fine() {
        for text in [
            "// extern crate std as real;",
            "/* mod real; /* extern */ mod real; */ mod real { fn f() {} }",
            "let s = \"extern \\\" mod real;\"; let r = r#\"a \" extern\"#; let b = br\"extern\";",
            "fn judge(interleave: u32) -> u32 { interleave + self.judge + include }",
            "let c = '\"'; let d = 'e'; let e = '\\\\'; // extern '",
            "impl<'extern_> Cat<'extern_> {}",
        ] {
            assert_eq!(past(text), None, "{text}");
        }
    }
}
