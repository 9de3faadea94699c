//! What only `fn main` may use: the arguments, the standard streams, and the end of the process. The tests
//! compile `main` but never call it.
use std::ops::Range;

use crate::finding::{Checked, Finding};
use crate::messages;
use crate::paths::paths;
use crate::scope::Scopes;
use crate::std_items::{Permission, permission};
use crate::token::{Kind, Tokens};

/// Adds every use outside of `main`, and every call of a `main` that needs to be a program.
pub(crate) fn check(tokens: &Tokens, scopes: &Scopes, checked: &mut Checked) {
    let main = body_of_main(tokens);
    let mut is_needed = false;
    let mut found = |at: usize, what: String| {
        let is_inside = main.contains(&at);
        is_needed |= is_inside;
        if !is_inside {
            checked.refused.push(Finding::new(tokens.line(at), what, messages::ONLY_IN_MAIN));
        }
    };
    for path in paths(tokens, scopes) {
        let meanings = scopes.meanings(scopes.module(path.at), &path.names, path.is_global);
        if path.names.len() > 1 && meanings.iter().any(|path| is_only_for_main(path)) {
            found(path.at, path.names.join("::"));
        }
    }
    for (module, import) in scopes.imports() {
        let meanings = scopes.meanings(module, &import.path, import.is_global);
        if !import.is_glob && meanings.iter().any(|path| is_only_for_main(path)) {
            for at in uses(tokens, scopes, &import.name) {
                found(at, import.name.clone());
            }
        }
    }
    if is_needed {
        let calls = uses(tokens, scopes, "main").filter(|at| !main.contains(at));
        let finding = |at| Finding::new(tokens.line(at), "main", messages::MAIN_CALLED);
        checked.refused.extend(calls.map(finding));
    }
}

fn is_only_for_main(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    matches!(path[..], ["std", ref rest @ ..] if permission(rest) == Permission::OnlyInMain)
}

/// The tokens in the body of `fn main`. None if it contains an `impl`, whose functions are not only
/// called from there.
fn body_of_main(tokens: &Tokens) -> Range<usize> {
    let mut at = 0;
    while at < tokens.len() {
        if tokens.are(at, &["fn", "main", "("]) {
            let mut open = at + 2;
            while open < tokens.len() && !tokens.is(open, "{") {
                open = tokens.close_or(open) + 1;
            }
            let body = open..tokens.close(open);
            return if body.clone().any(|at| tokens.is(at, "impl")) { 0..0 } else { body };
        }
        at = tokens.close_or(at) + 1;
    }
    0..0
}

/// Where a name is used as a path, as opposed to a field, a method, a parameter or a definition.
fn uses<'a>(
    tokens: &'a Tokens,
    scopes: &'a Scopes,
    name: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let mut end_of_use = 0;
    (0..tokens.len()).filter(move |&at| {
        if let Some(end) = scopes.end_of_use(at) {
            end_of_use = end + 1;
        }
        let is_member = at > 0 && tokens.is(at - 1, ".") && !(at > 1 && tokens.is(at - 2, "."));
        // `let mut exit` defines a name; `&mut exit` uses it.
        let is_borrowed = at > 1 && tokens.are(at - 2, &["&", "mut"]);
        let is_defined = at > 0
            && !is_borrowed
            && ["fn", "let", "mut", "ref"].iter().any(|before| tokens.is(at - 1, before));
        at >= end_of_use
            && matches!(tokens.kind(at), Some(Kind::Name | Kind::RawName))
            && tokens.text(at) == name
            && !is_member
            && !is_defined
            && !tokens.is(at + 1, ":")
    })
}
