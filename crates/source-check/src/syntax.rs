//! Keywords, attributes and macros that an exercise must not use.
use crate::finding::{Checked, Finding};
use crate::token::{Kind, Tokens};
use crate::{attributes, macros, messages};

/// Adds what the keywords, attributes and macros of a file do that they must not.
pub(crate) fn check(tokens: &Tokens, checked: &mut Checked) {
    for at in 0..tokens.len() {
        let is_odd = |text: &str| !text.chars().all(is_one_letter) || text.starts_with("'r#");
        if tokens.kind(at) != Some(Kind::Literal) && is_odd(tokens.text(at)) {
            let finding = Finding::new(tokens.line(at), tokens.text(at), messages::ODD_NAME);
            checked.refused.push(finding);
        }
        match tokens.kind(at) {
            Some(Kind::Name) => check_keyword(tokens, at, checked),
            Some(Kind::Open) if tokens.is(at, "[") => check_attribute(tokens, at, checked),
            _ => {}
        }
        if is_macro(tokens, at) {
            check_macro(tokens, at, checked);
        }
    }
}

/// Whether a character has one spelling: no other characters look the same to rustc, which composes `e` and an accent.
/// Only common letters do; a `K` may be the sign for Kelvin.
fn is_one_letter(letter: char) -> bool {
    letter.is_ascii()
        || matches!(letter,
            '\u{c0}'..='\u{24f}' // Latin
            | '\u{38a}'..='\u{3ce}' // Greek
            | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{4ff}' // Cyrillic
            | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' // Japanese, Chinese
            | '\u{ac00}'..='\u{d7a3}') // Korean
}

fn check_keyword(tokens: &Tokens, at: usize, checked: &mut Checked) {
    let (name, line) = (tokens.text(at), tokens.line(at));
    let (what, why) = match name {
        "unsafe" => (name.to_owned(), messages::UNSAFE),
        "extern" => (name.to_owned(), messages::EXTERN),
        // Also through an alias or as `<Error>::last_os_error`.
        "last_os_error" => (name.to_owned(), messages::OS),
        "strong_count" | "weak_count" => (name.to_owned(), messages::COUNTS),
        "mod" if tokens.is(at + 2, ";") => {
            (format!("mod {};", tokens.text(at + 1)), messages::INCLUDE)
        }
        _ => return,
    };
    checked.refused.push(Finding::new(line, what, why));
}

fn check_attribute(tokens: &Tokens, open: usize, checked: &mut Checked) {
    let is_inner = open > 1 && tokens.is(open - 1, "!") && tokens.is(open - 2, "#");
    let is_outer = open > 0 && tokens.is(open - 1, "#");
    if !is_inner && !is_outer {
        return;
    }
    if is_inner && tokens.is(open + 1, "cfg") {
        checked.refused.push(Finding::new(tokens.line(open), "#![cfg]", messages::CFG));
    }
    attributes::check(tokens, open, &mut checked.refused, &mut checked.unknown);
}

/// Whether the name at `at` is that of a macro call.
fn is_macro(tokens: &Tokens, at: usize) -> bool {
    let is_call = tokens.kind(at + 2) == Some(Kind::Open);
    // `macro_rules! name { … }`
    let is_definition = tokens.text(at) == "macro_rules" && tokens.is_name(at + 2);
    tokens.is_name(at) && tokens.is(at + 1, "!") && (is_call || is_definition)
}

fn check_macro(tokens: &Tokens, at: usize, checked: &mut Checked) {
    let (name, line) = (tokens.text(at), tokens.line(at));
    // `return !(…)`, `if !(…)`: an operator after a keyword.
    if tokens.kind(at) == Some(Kind::Name) && is_keyword(name) {
        return;
    }
    let what = format!("{name}!");
    if let Some(why) = macros::refused(name) {
        checked.refused.push(Finding::new(line, what, why));
    } else if !macros::is_allowed(name) {
        checked.unknown.push(Finding::new(line, what, messages::MACRO));
    }
}

/// Whether a name is a keyword, so that no path starts with it.
pub(crate) fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern",
        "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move",
        "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type", "unsafe",
        "use", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}
