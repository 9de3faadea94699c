//! One file for many mutants: every function selects one of its bodies at run time.
//!
//! These are mutant schemata (Untch, Offutt and Harrold, 1993). The selector is a plain number of the
//! process and not an operation of the model, so it neither adds nor removes interleavings.
use std::fmt::Write;
use std::ops::Range;

use quote::{ToTokens, format_ident};

use crate::mutants::body_diff::NewBody;
use crate::mutants::source::{Source, bytes};

/// A file with switched functions.
pub(crate) struct Switched {
    pub(crate) text: String,
    /// Which lines belong to which mutant.
    pub(crate) lines: Vec<Lines>,
    /// The switched functions, by the number that they pass to the selector.
    pub(crate) functions: Vec<String>,
}

/// A range of lines of a switched file.
pub(crate) struct Lines {
    pub(crate) here: Range<usize>,
    /// The number of the mutant; 0 is the answer.
    pub(crate) mutant: usize,
    /// The line of the mutant's own file at which they begin.
    pub(crate) there: usize,
}

/// The answer with the bodies of these mutants as match arms; mutants are numbered from 1.
pub(crate) fn switch(answer: &Source, mutants: &[(usize, &[NewBody])]) -> Switched {
    let mut out = Writer::new(&answer.text);
    let mut functions = Vec::new();
    for function in answer.functions() {
        let bodies: Vec<(usize, &NewBody)> = mutants
            .iter()
            .flat_map(|(number, bodies)| bodies.iter().map(|body| (*number, body)))
            .filter(|(_, body)| body.function == function.name)
            .collect();
        if bodies.is_empty() {
            continue;
        }
        let place = bytes(function.block);
        out.own(place.start);
        out.raw(&format!("{{ match ::switch::at({}) {{\n", functions.len()));
        functions.push(function.name.clone());
        for (number, body) in bodies {
            out.raw(&format!("{number} => {{\n"));
            // Errors in its own items belong to the mutant, too.
            out.push(number, 1, &body.items);
            out.raw("\n");
            out.push(number, body.line, &body.text);
            out.raw("\n}\n");
        }
        out.raw("_ =>\n");
        out.own(place.end);
        out.raw("\n} }");
    }
    out.own(answer.text.len());
    Switched { text: out.text, lines: out.lines, functions }
}

/// A line that does not compile, so that a search for errors never generates code.
pub(crate) const CHECK_ONLY: &str = "const CHECK_ONLY: () = 0;";

/// The answer with the bodies of these mutants as further functions, so that the compiler reports errors
/// of all of them; in a function with many arms it reports only the first. Trait methods are left out,
/// because an `impl` of a trait cannot have further functions.
pub(crate) fn side_by_side(answer: &Source, mutants: &[(usize, &[NewBody])]) -> Switched {
    let mut out = Writer::new(&answer.text);
    for function in answer.functions() {
        if function.implements_a_trait() {
            continue;
        }
        out.own(bytes(function.block).end);
        for (number, bodies) in mutants {
            for body in bodies.iter().filter(|body| body.function == function.name) {
                let mut signature = function.signature.clone();
                signature.ident = format_ident!("{}_{number}", signature.ident);
                out.raw(&format!("\n{}\n{{\n", signature.to_token_stream()));
                out.push(*number, 1, &body.items);
                out.raw("\n");
                out.push(*number, body.line, &body.text);
                out.raw("\n}");
            }
        }
    }
    out.own(answer.text.len());
    out.raw(&format!("\n{CHECK_ONLY}\n"));
    Switched { text: out.text, lines: out.lines, functions: Vec::new() }
}

/// Writes a switched file.
struct Writer<'a> {
    text: String,
    line: usize,
    lines: Vec<Lines>,
    answer: &'a str,
    /// How much of the answer is written, and the line at which the rest of it begins.
    at: usize,
    answer_line: usize,
}

impl<'a> Writer<'a> {
    fn new(answer: &'a str) -> Self {
        Self { text: String::new(), line: 1, lines: Vec::new(), answer, at: 0, answer_line: 1 }
    }

    fn raw(&mut self, text: &str) {
        let _ = write!(self.text, "{text}");
        self.line += text.matches('\n').count();
    }

    /// Continues with the answer, up to this byte.
    fn own(&mut self, end: usize) {
        let own = &self.answer[self.at..end];
        self.push(0, self.answer_line, own);
        self.answer_line += own.matches('\n').count();
        self.at = end;
    }

    fn push(&mut self, mutant: usize, there: usize, text: &str) {
        let first = self.line;
        self.raw(text);
        self.lines.push(Lines { here: first..self.line + 1, mutant, there });
    }
}

impl Switched {
    /// The mutant to which a line belongs, and the line in its own file.
    pub(crate) fn origin(&self, line: usize) -> Option<(usize, usize)> {
        // A line that a mutant shares with the answer belongs to the mutant.
        let candidates = self.lines.iter().filter(|lines| lines.here.contains(&line));
        let lines = candidates.max_by_key(|lines| lines.mutant)?;
        Some((lines.mutant, lines.there + line - lines.here.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_is_an_arm_and_every_line_has_an_origin() {
        let answer = Source::parse("fn a() -> u32 {\n    1\n}\n\nfn b() {}\n").expect("it parses");
        let body = NewBody {
            function: "a".to_owned(),
            items: String::new(),
            text: "{\n    2\n}".to_owned(),
            line: 1,
        };
        let switched = switch(&answer, &[(7, &[body])]);
        insta::assert_snapshot!(switched.text);
        assert_eq!(switched.functions, ["a"]);
        assert_eq!(switched.origin(5), Some((7, 2)));
        assert_eq!(switched.origin(10), Some((0, 2)));
        assert_eq!(switched.origin(13), Some((0, 4)));
    }

    #[test]
    fn side_by_side_every_body_is_a_function_unless_it_implements_a_trait() {
        let answer = Source::parse(
            "pub struct A;\nimpl A {\n    pub fn go(&self) -> u32 {\n        1\n    }\n}\n\
             impl Default for A {\n    fn default() -> A {\n        A\n    }\n}\n",
        );
        let body = |function: &str| NewBody {
            function: function.to_owned(),
            items: String::new(),
            text: "{\n    2\n}".to_owned(),
            line: 3,
        };
        let (go, default) = ([body("A::go")], [body("A::default (Default)")]);
        let switched = side_by_side(&answer.expect("it parses"), &[(7, &go), (8, &default)]);
        insta::assert_snapshot!(switched.text);
        assert_eq!(switched.origin(10), Some((7, 4)));
        assert_eq!(switched.origin(14), Some((0, 7)));
    }
}
