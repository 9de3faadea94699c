//! One file for many mutants: each function asks at its beginning which of its bodies is on.
//!
//! Mutant schemata (Untch, Offutt and Harrold, 1993). What is asked is a plain number of the process,
//! no operation of the model: no interleaving becomes possible or impossible by it.
use std::fmt::Write;
use std::ops::Range;

use quote::{ToTokens, format_ident};

use crate::mutants::body_diff::NewBody;
use crate::mutants::source::{Source, bytes};

/// A file in which mutants are switched.
pub(crate) struct Switched {
    pub(crate) text: String,
    /// Which lines of the text belong to which mutant.
    pub(crate) lines: Vec<Lines>,
    /// The functions that ask, by the number with which they do.
    pub(crate) functions: Vec<String>,
}

/// Lines of a switched file.
pub(crate) struct Lines {
    pub(crate) here: Range<usize>,
    /// The number of the mutant; 0 is the answer.
    pub(crate) mutant: usize,
    /// The line of the mutant's own file in which they begin.
    pub(crate) there: usize,
}

/// The answer with the bodies of these mutants; their numbers are not 0.
pub(crate) fn switch(answer: &Source, mutants: &[(usize, &[NewBody])]) -> Switched {
    let mut out = Writer { text: String::new(), line: 1, lines: Vec::new() };
    let mut functions = Vec::new();
    let mut at = 0;
    let mut line = 1;
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
        let before = &answer.text[at..place.start];
        out.push(0, line, before);
        line += before.matches('\n').count();
        out.raw(&format!("{{ match ::switch::at({}) {{\n", functions.len()));
        functions.push(function.name.clone());
        for (number, body) in bodies {
            out.raw(&format!("{number} => {{\n"));
            // Errors in what it brings along are its own as well.
            out.push(number, 1, &body.items);
            out.raw("\n");
            out.push(number, body.line, &body.text);
            out.raw("\n}\n");
        }
        out.raw("_ =>\n");
        let own = &answer.text[place.clone()];
        out.push(0, line, own);
        line += own.matches('\n').count();
        out.raw("\n} }");
        at = place.end;
    }
    out.push(0, line, &answer.text[at..]);
    Switched { text: out.text, lines: out.lines, functions }
}

/// A line that no compiler accepts, so that a look for errors never becomes a program.
pub(crate) const ONLY_A_LOOK: &str = "const ONLY_A_LOOK: () = 0;";

/// The answer, and beside each function the bodies of these mutants as functions of their own. The
/// compiler says about each what is wrong with it; of one with many arms it says only what it meets
/// first. What implements a trait can have no neighbours, and is left out.
pub(crate) fn apart(answer: &Source, mutants: &[(usize, &[NewBody])]) -> Switched {
    let mut out = Writer { text: String::new(), line: 1, lines: Vec::new() };
    let mut at = 0;
    let mut line = 1;
    for function in answer.functions() {
        if function.implements_a_trait() {
            continue;
        }
        let end = bytes(function.block).end;
        let before = &answer.text[at..end];
        out.push(0, line, before);
        line += before.matches('\n').count();
        at = end;
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
    out.push(0, line, &answer.text[at..]);
    out.raw(&format!("\n{ONLY_A_LOOK}\n"));
    Switched { text: out.text, lines: out.lines, functions: Vec::new() }
}

struct Writer {
    text: String,
    line: usize,
    lines: Vec<Lines>,
}

impl Writer {
    fn raw(&mut self, text: &str) {
        let _ = write!(self.text, "{text}");
        self.line += text.matches('\n').count();
    }

    fn push(&mut self, mutant: usize, there: usize, text: &str) {
        let first = self.line;
        self.raw(text);
        self.lines.push(Lines { here: first..self.line + 1, mutant, there });
    }
}

impl Switched {
    /// The mutant to which a line belongs, and the line of its own file.
    pub(crate) fn home(&self, line: usize) -> Option<(usize, usize)> {
        // A line on which two meet belongs to the mutant rather than to the answer.
        let holding = self.lines.iter().filter(|lines| lines.here.contains(&line));
        let lines = holding.max_by_key(|lines| lines.mutant)?;
        Some((lines.mutant, lines.there + line - lines.here.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_is_an_arm_and_every_line_has_a_home() {
        let answer = Source::parse("fn a() -> u32 {\n    1\n}\n\nfn b() {}\n").expect("it is Rust");
        let body = NewBody {
            function: "a".to_owned(),
            items: String::new(),
            text: "{\n    2\n}".to_owned(),
            line: 1,
        };
        let switched = switch(&answer, &[(7, &[body])]);
        insta::assert_snapshot!(switched.text);
        assert_eq!(switched.functions, ["a"]);
        assert_eq!(switched.home(5), Some((7, 2)));
        assert_eq!(switched.home(10), Some((0, 2)));
        assert_eq!(switched.home(13), Some((0, 4)));
    }

    #[test]
    fn apart_every_body_is_a_function_unless_it_implements_a_trait() {
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
        let apart = apart(&answer.expect("it is Rust"), &[(7, &go), (8, &default)]);
        insta::assert_snapshot!(apart.text);
        assert_eq!(apart.home(10), Some((7, 4)));
        assert_eq!(apart.home(14), Some((0, 7)));
    }
}
