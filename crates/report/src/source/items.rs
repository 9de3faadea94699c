//! The functions of a source, and the types that they belong to.

use std::ops::Range;

use super::mask::is_word;
use super::tokens::words;

#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// The type of the `impl` block or the trait around it.
    pub(super) owner: Option<String>,
    /// The position of its keyword.
    pub(super) start: usize,
    pub(super) body: Range<usize>,
    /// Whether the test harness, or the system, calls it.
    pub(crate) is_entry: bool,
}

/// A function or a constant, with its first and its last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) lines: [u32; 2],
}

impl Function {
    /// Whether it is a method or a function of this type.
    pub(super) fn is_of(&self, owner: &str) -> bool {
        self.owner.as_deref() == Some(owner)
    }

    /// Whether it belongs to no type.
    pub(super) fn is_free(&self) -> bool {
        self.owner.is_none()
    }
}

/// All functions that have a body.
pub(super) fn functions(code: &str) -> Vec<Function> {
    let blocks = owners(code);
    words(code, "fn").filter_map(|at| function(code, at, &blocks)).collect()
}

/// The function whose keyword is at this position, if it has a body.
fn function(code: &str, at: usize, blocks: &[(Range<usize>, String)]) -> Option<Function> {
    let rest = code[at + "fn".len()..].trim_start();
    let name = &rest[..rest.bytes().position(|byte| !is_word(byte))?];
    let header = code.len() - rest.len();
    let body = body(code, header).filter(|_| !name.is_empty())?;
    let around = blocks.iter().filter(|(block, _)| block.contains(&at));
    let owner = around.min_by_key(|(block, _)| block.len()).map(|(_, owner)| owner.clone());
    let attributes = code[..at].rsplit(['}', ';', '{']).next().unwrap_or_default();
    let is_entry = name == "main" || attributes.contains("#[test]");
    Some(Function { name: name.to_owned(), owner, start: at, body, is_entry })
}

/// The `impl` blocks and traits, with the names of their types.
fn owners(code: &str) -> Vec<(Range<usize>, String)> {
    let is_item = |at: &usize| {
        let before = code[..*at].trim_end();
        let before = before.strip_suffix("unsafe").or(before.strip_suffix("pub")).unwrap_or(before);
        let last = before.trim_end().chars().last();
        last.is_none_or(|last| "};{])".contains(last))
    };
    let blocks = ["impl", "trait"].iter().flat_map(|keyword| {
        words(code, keyword).filter(is_item).filter_map(|at| {
            let block = body(code, at)?;
            let header = &code[at + keyword.len()..block.start];
            Some((block, type_name(header)?))
        })
    });
    blocks.collect()
}

/// `Account` of `<T> fmt::Display for bank::Account<T> where …`
fn type_name(header: &str) -> Option<String> {
    let header = header.split(" where ").next().unwrap_or_default();
    let mut depth = 0;
    let outside: String = header
        .chars()
        .filter(|character| {
            let inside = depth > 0;
            depth += i32::from(*character == '<') - i32::from(*character == '>');
            !inside && *character != '<'
        })
        .collect();
    let mut own =
        outside.rsplit(" for ").next()?.rsplit(':').filter(|part| !part.trim().is_empty());
    let name: String = own.next()?.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The range of the block that follows `from`, with its braces; `None` if a semicolon comes first.
pub(super) fn body(code: &str, from: usize) -> Option<Range<usize>> {
    let mut depth = 0;
    let mut start = None;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b';' if depth == 0 && start.is_none() => return None,
            b'{' => {
                start = start.or((depth == 0).then_some(at));
                depth += 1;
            }
            b'}' => {
                depth -= 1;
                if depth == 0 && start.is_some() {
                    return Some(start?..at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
