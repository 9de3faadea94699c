//! The imports of a file.
use crate::token::Tokens;

/// One name that a `use` brings into scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    /// The position of the name, for its line.
    pub(crate) at: usize,
    /// The path, such as `std::sync::Mutex`. Of `use std::sync::*`, it is `std::sync`.
    pub(crate) path: Vec<String>,
    /// The name in scope; empty for `*`, and `_` for a trait without a name.
    pub(crate) name: String,
    pub(crate) is_glob: bool,
    /// Whether the path starts with `::`.
    pub(crate) is_global: bool,
}

/// The imports of the `use` at `at`, and the position of its end.
pub(crate) fn imports(tokens: &Tokens, at: usize) -> (Vec<Import>, usize) {
    let mut end = at + 1;
    while end < tokens.len() && !tokens.is(end, ";") {
        // A `use` that does not end does not compile.
        if tokens.is(end, "}") || tokens.is(end, ")") || tokens.is(end, "]") {
            break;
        }
        end = tokens.close_or(end) + 1;
    }
    let mut imports = Vec::new();
    // Trees that are still to be read: a range of tokens and the path before it.
    let mut trees = vec![(at + 1, end, Vec::new(), false)];
    while let Some((from, to, prefix, is_global)) = trees.pop() {
        read(tokens, (from, to), prefix, is_global, &mut imports, &mut trees);
    }
    imports.sort_by_key(|import| import.at);
    (imports, end)
}

type Tree = (usize, usize, Vec<String>, bool);

fn read(
    tokens: &Tokens,
    (from, to): (usize, usize),
    prefix: Vec<String>,
    mut is_global: bool,
    imports: &mut Vec<Import>,
    trees: &mut Vec<Tree>,
) {
    let (mut path, mut here) = (prefix, from);
    let mut last = from;
    while here < to {
        if tokens.is(here, "::") {
            is_global |= path.is_empty();
        } else if tokens.is(here, "*") {
            let name = String::new();
            imports.push(Import { at: here, path, name, is_glob: true, is_global });
            return;
        } else if tokens.is(here, "{") {
            split(tokens, here, &path, is_global, trees);
            return;
        } else if tokens.is(here, "as") {
            let name = tokens.text(here + 1).to_owned();
            without_self(&mut path);
            imports.push(Import { at: last, path, name, is_glob: false, is_global });
            return;
        } else if tokens.is_name(here) {
            path.push(tokens.text(here).to_owned());
            last = here;
        }
        here += 1;
    }
    if !path.is_empty() {
        without_self(&mut path);
        let name = path.last().cloned().unwrap_or_default();
        imports.push(Import { at: last, path, name, is_glob: false, is_global });
    }
}

/// `std::io::{self}` imports `std::io`.
fn without_self(path: &mut Vec<String>) {
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
}

/// The trees in a group, separated by commas.
fn split(tokens: &Tokens, open: usize, path: &[String], is_global: bool, trees: &mut Vec<Tree>) {
    let close = tokens.close(open);
    let mut from = open + 1;
    let mut here = from;
    while here <= close {
        if here == close || tokens.is(here, ",") {
            if from < here {
                trees.push((from, here, path.to_vec(), is_global));
            }
            from = here + 1;
        }
        here = tokens.close_or(here).max(here) + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<String> {
        let tokens = Tokens::parse(source).unwrap();
        let (imports, end) = imports(&tokens, 0);
        assert_eq!(tokens.text(end), ";");
        imports
            .iter()
            .map(|import| {
                let global = if import.is_global { "::" } else { "" };
                format!("{global}{} as {}", import.path.join("::"), import.name)
            })
            .collect()
    }

    #[test]
    fn every_shape_of_use_is_read() {
        assert_eq!(names("use std::sync::Mutex;"), ["std::sync::Mutex as Mutex"]);
        assert_eq!(names("use ::std::fs as f;"), ["::std::fs as f"]);
        assert_eq!(
            names("use std::{io::{self, Read as _}, fmt, sync::*,};"),
            ["std::io as io", "std::io::Read as _", "std::fmt as fmt", "std::sync as "]
        );
        assert_eq!(names("use {std as s, ::insta, r#mod::x};")[1], "::insta as insta");
        assert_eq!(names("use self::a::b;"), ["self::a::b as b"]);
        assert_eq!(names("use insta;"), ["insta as insta"]);
    }
}
