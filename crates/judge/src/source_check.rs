//! Rejects an exercise that could bypass the tests, which observe only what one file does through std. The
//! command `course` checks more, and before compiling; this check also covers `cargo test`.
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use protocol::Verdict;

use crate::location::TestLocation;
use crate::messages;
use crate::test_report::TestReport;

/// Crates and modules of the test machinery, through which an exercise could reach real threads.
const MACHINERY: [&str; 6] = ["interleave", "judge", "proptest", "insta", "__real", "__private"];

/// Rejects the exercise of a test if its file could bypass the tests.
pub(crate) fn check(location: &TestLocation) -> Result<(), TestReport> {
    let (file, source) = exercise(location);
    // A file that cannot be read is not the one that rustc has compiled.
    match source.and_then(|source| find_escape(&source)) {
        Some((line, what)) => {
            Err(TestReport::new(Verdict::Aborted, &messages::escape(&file, line, &what)))
        }
        None => Ok(()),
    }
}

/// Whether the exercise of a test asks how many owners an `Arc` has.
pub(crate) fn asks_for_owners(location: &TestLocation) -> bool {
    exercise(location).1.is_some_and(|source| interleave::asks_for_owners(&source))
}

/// The file of an exercise, and its text.
fn exercise(location: &TestLocation) -> (String, Option<String>) {
    let dir = if location.complete { "complete" } else { "exercises" };
    let file = format!("{dir}/{}.rs", location.target());
    let source = fs::read_to_string(Path::new(location.manifest_dir).join(&file)).ok();
    (file, source)
}

/// The first part of `source` that could bypass the tests, and its line.
fn find_escape(source: &str) -> Option<(usize, String)> {
    // A file that cannot be tokenized does not compile either.
    let mut tokens = Vec::new();
    flatten(source.parse().ok()?, &mut tokens);
    let at = |index: usize| tokens.get(index).map_or("", |(_, token)| token.as_str());
    tokens.iter().enumerate().find_map(|(here, (line, token))| {
        let previous = here.checked_sub(1).map_or("", at);
        let what = match (token.as_str(), at(here + 1), at(here + 2)) {
            ("extern", ..) => "extern".to_owned(),
            ("include", "!", _) => "include!".to_owned(),
            ("mod", name, ";") => format!("mod {name};"),
            (name, next, after) if MACHINERY.contains(&name) => {
                let is_used = (next, after) == (":", ":") || next == "as" || previous == "use";
                return is_used.then(|| (*line, name.to_owned()));
            }
            _ => return None,
        };
        Some((*line, what))
    })
}

/// All tokens with their lines, including those in macros. Raw identifiers lose their prefix.
fn flatten(stream: TokenStream, tokens: &mut Vec<(usize, String)>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push((line, open.to_owned()));
                flatten(group.stream(), tokens);
                tokens.push((group.span_close().start().line, close.to_owned()));
            }
            TokenTree::Ident(name) => {
                tokens.push((line, name.to_string().trim_start_matches("r#").to_owned()));
            }
            other => tokens.push((line, other.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find_escape;

    fn escape(source: &str) -> Option<String> {
        find_escape(source).map(|(line, what)| format!("{line}: {what}"))
    }

    #[test]
    fn every_way_to_bypass_the_tests_is_found() {
        for (source, what) in [
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
            assert_eq!(escape(source).as_deref(), Some(what), "{source}");
        }
    }

    #[test]
    fn similar_code_is_accepted() {
        for source in [
            "// extern crate std as real;",
            "/* mod real; /* extern */ mod real; */ mod real { fn f() {} }",
            "let s = \"extern \\\" mod real;\"; let r = r#\"a \" extern\"#; let b = br\"extern\";",
            "fn judge(interleave: u32) -> u32 { interleave + self.judge + include }",
            "let c = '\"'; let d = 'e'; let e = '\\\\'; // extern '",
            "impl<'extern_> Cat<'extern_> {}",
        ] {
            assert_eq!(escape(source), None, "{source}");
        }
    }
}
