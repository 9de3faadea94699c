//! Whether code asks how many owners an `Arc` has. `Arc` is std's own, so the engine does not see
//! the answer change; it finds the question in the source.
mod destructors;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Functions of `Arc` or `Weak` that no other shared type of std has.
const OF_ARC: [&str; 4] = ["strong_count", "weak_count", "upgrade", "try_unwrap"];

/// Functions that other types have, too.
const OF_MANY: [&str; 2] = ["get_mut", "into_inner"];

/// Functions that copy the value if it has other owners. A copy has the same value as the original, unless the
/// source itself says what a copy is.
const OF_COPIES: [&str; 2] = ["make_mut", "unwrap_or_clone"];

/// These other types. Any other name may be an alias of `Arc`, and so may these if the source gives them to
/// something else.
const OTHER_TYPES: [&str; 20] = [
    "BTreeMap",
    "BTreeSet",
    "Cell",
    "Cursor",
    "HashMap",
    "HashSet",
    "LazyCell",
    "LazyLock",
    "Mutex",
    "OnceCell",
    "OnceLock",
    "Option",
    "Pin",
    "PoisonError",
    "Rc",
    "RefCell",
    "RwLock",
    "UnsafeCell",
    "Vec",
    "VecDeque",
];

/// Whether the source file of an operation contains such a call, or cannot be read.
pub(crate) fn are_in(file: &'static str) -> bool {
    static KNOWN: Mutex<BTreeMap<&'static str, bool>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    // std's own files are named like this where they are not installed.
    let is_std = file.starts_with("/rustc/");
    *known
        .entry(file)
        .or_insert_with(|| !is_std && read(file).is_none_or(|source| are_found(&source)))
}

/// The source. The compiler writes paths relative to the root of a workspace, and tests run in the
/// folder of their package.
fn read(file: &str) -> Option<String> {
    let here = env::current_dir().ok()?;
    here.ancestors().find_map(|folder| fs::read_to_string(folder.join(Path::new(file))).ok())
}

/// Whether this source contains such a call, or leaves a destructor to the last owner of an `Arc`.
pub(crate) fn are_found(source: &str) -> bool {
    let tokens = tokens(source);
    let is_renamed =
        |name: &str| tokens.windows(2).any(|two| matches!(two[0], "as" | "type") && two[1] == name);
    let has_own_copies = tokens.windows(2).any(|two| two == ["Clone", "for"]);
    (0..tokens.len()).any(|at| {
        is_query(&tokens[..at], tokens[at], is_renamed)
            || has_own_copies && OF_COPIES.contains(&tokens[at])
    }) || destructors::are_shared(&tokens)
}

/// Whether `name` asks for owners after these tokens.
fn is_query(before: &[&str], name: &str, is_renamed: impl Fn(&str) -> bool) -> bool {
    match before {
        [.., "."] => OF_ARC.contains(&name) && name != "try_unwrap",
        [path @ .., ":", ":"] => {
            let owner = owner(path);
            let is_other = OTHER_TYPES.contains(&owner) || owner.starts_with("Atomic");
            let is_known = is_other && !is_renamed(owner);
            let is_rc = owner == "Rc" && is_known;
            OF_ARC.contains(&name) && !is_rc || OF_MANY.contains(&name) && !is_known
        }
        _ => false,
    }
}

/// The type in front of `::name`, without its arguments: `Arc` in `sync::Arc::<u32>`.
fn owner<'a>(path: &[&'a str]) -> &'a str {
    let mut open = 0_usize;
    for (at, token) in path.iter().enumerate().rev() {
        match *token {
            ">" => open += 1,
            "<" => open = open.saturating_sub(1),
            ":" => {}
            // `<Arc<u32>>::name`: the type comes after the bracket.
            "(" | "{" | ";" | "=" => return path.get(at + 2).copied().unwrap_or_default(),
            name if open == 0 => return name,
            _ => {}
        }
    }
    ""
}

/// The identifiers and punctuation characters of a source, without comments and literals.
fn tokens(source: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = ignored(rest).unwrap_or_else(|| {
            let word = word_length(rest).max(first.len_utf8());
            if !first.is_whitespace() {
                tokens.push(&rest[..word]);
            }
            word
        });
        rest = &rest[length..];
    }
    tokens
}

fn word_length(code: &str) -> usize {
    code.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(code.len())
}

/// The length of the comment or literal at the start, if there is one.
fn ignored(code: &str) -> Option<usize> {
    let until = |from: usize, end: &str| {
        code.get(from..)
            .and_then(|rest| rest.find(end))
            .map_or(code.len(), |at| from + at + end.len())
    };
    let prefix = &code[..word_length(code)];
    let literal = code[prefix.len()..].trim_start_matches('#');
    let hashes = code.len() - prefix.len() - literal.len();
    if code.starts_with("//") {
        Some(until(0, "\n"))
    } else if code.starts_with("/*") {
        Some(block_comment(code))
    } else if matches!(prefix, "r" | "br" | "cr") && literal.starts_with('"') {
        let start = prefix.len() + hashes + 1;
        Some(until(start, &format!("\"{}", "#".repeat(hashes))))
    } else if code.starts_with('"') {
        Some(string(code))
    } else if let Some(character) = code.strip_prefix('\'') {
        let is_lifetime = !character.starts_with('\\') && character.chars().nth(1) != Some('\'');
        (!is_lifetime).then(|| until(if character.starts_with('\\') { 3 } else { 2 }, "'"))
    } else {
        None
    }
}

/// The length of a block comment. Block comments nest.
fn block_comment(code: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < code.len() {
        match code.get(at..at + 2) {
            Some("/*") => (depth, at) = (depth + 1, at + 2),
            Some("*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(code.len())
}

/// The length of a string literal with escapes.
fn string(code: &str) -> usize {
    let mut escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        if c == '"' && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_about_owners_are_found() {
        for query in [
            "a = weak.upgrade();",
            "std::sync::Arc::try_unwrap(a)",
            "a\n    .upgrade()",
            "Arc::<u32>::try_unwrap(a)",
            "Arc :: get_mut(&mut a)",
            "Shared::into_inner(a)",
            "let a = <Arc<u32>>::into_inner(a);",
            "f::<Vec<u32>>(\"//\", '\"', Arc::strong_count(&a))",
            "r#\"\"\"# ; /* /* */ */ lifetime::<'a>(Weak::upgrade)",
            "use std::sync::Arc as Rc; Rc::strong_count(&a)",
            "type Vec<T> = std::sync::Arc<T>; Vec::get_mut(&mut a)",
            "impl Clone for Probe {} Arc::make_mut(&mut a)",
            "'\\'', b'\\\\', \"\\\\\", '/', Arc::weak_count(&a)",
            "impl Drop for Conn { } let a = Arc::new(Conn(1));",
            "struct Room { conn: Conn } impl<T> Drop for Conn<T> { } fn f(a: &Arc<Mutex<Room>>) { }",
            "impl Drop for Conn { } impl<T> Conn<T> { fn new() -> Arc<Self> { } }",
            "impl Drop for Conn { } impl Open for Conn { fn open() -> Arc<Self> { } }",
            "impl Drop for Conn { } let mut one = Conn::open(); let a = Arc::from(one);",
            "use std::sync::Arc as Shared; impl Drop for Conn { } let a = Shared::new(one);",
        ] {
            assert!(are_found(query), "{query}");
        }
    }

    #[test]
    fn similar_code_is_no_question() {
        for other in [
            "// Arc::get_mut",
            "/* Arc::get_mut\n /* */ weak.upgrade() */",
            "println!(\"Arc::get_mut: \\\" {}\", \"weak.upgrade()\")",
            "r#\"Arc::get_mut(\"a\") \"#",
            "lock.get_mut()",
            "Mutex::into_inner(m)",
            "Mutex::<u32>::into_inner(m)",
            "unwrap_or_else(PoisonError::into_inner)",
            "let mut number = <Mutex<u32>>::into_inner(m);",
            "r\"weak.upgrade()\"",
            "r#\"# weak.upgrade() \"#",
            "AtomicU32::into_inner(a)",
            "Arc::make_mut(&mut a)",
            "Arc::unwrap_or_clone(a)",
            "Rc::strong_count(&a)",
            "upgrade(a)",
            "Arc::new(1)",
            "impl Drop for Permit<'_> { } impl<T> Room<T> { fn new() -> Arc<Self> { } } let a = Arc::new(room);",
            "struct Room { free: u32 } impl Drop for Permit { } let room = Room { free: 1 }; let a = Arc::new(room);",
            "struct Conn; fn f(a: Arc<Conn>) { }",
        ] {
            assert!(!are_found(other), "{other}");
        }
    }

    #[test]
    fn every_source_has_tokens() {
        for broken in
            ["", "\"", "'", "'\\", "/*", "/* /", "r#\"", "ä'ä", "//", "<<>>::get_mut", "::get_mut"]
        {
            _ = are_found(broken);
        }
        assert_eq!(tokens("a+b // c\n 'd' 'e 1"), ["a", "+", "b", "'", "e", "1"]);
    }

    #[test]
    fn the_file_of_an_operation_is_found_from_the_folder_of_the_package() {
        assert!(are_in("crates/interleave-tests/tests/it/reference_counts.rs"));
        assert!(!are_in(file!()), "this file only mentions such calls");
        assert!(are_in("no such file"), "it may contain such calls");
    }
}
