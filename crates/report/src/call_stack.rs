//! Call stacks of steps, captured where an execution is replayed with a trace.
//!
//! They contain the names of functions, not lines: names are in the symbol table of every program, and
//! lines would need debug information, which makes each build of a student slower. `names::calls` finds
//! the lines in the source.

use std::backtrace::Backtrace;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;

/// The crates whose functions lie between a call in user code and the operation that it leads to.
const BELOW_USER_CODE: [&str; 6] = ["core", "alloc", "std", "interleave", "report", "corosensei"];

/// Only this many steps of an execution have a call stack: each takes a few kilobytes.
const MOST: usize = 2_000;

/// The outermost function of a simulated thread.
const END: &str = "corosensei::";

/// The functions that led to a step; empty if they are not known.
#[derive(Clone, Default)]
pub struct CallStack(Option<Arc<Backtrace>>);

/// One function of a call stack, called from the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The return address.
    pub(crate) address: u64,
    /// The mangled name without its syntax, unique for each instance of a generic function.
    pub(crate) symbol: String,
    /// `lock`
    pub(crate) function: String,
    /// The type or the module before it: `Account`.
    pub(crate) owner: String,
    /// How many closures of that function contain each other here.
    pub(crate) closures: usize,
    /// Whether library functions are between this function and the one that it calls.
    pub(crate) is_indirect: bool,
}

/// What a line of a backtrace says.
pub(crate) enum Line {
    NoFunction,
    /// Between user code and the operation.
    Library,
    User(Frame),
    /// The end of user code.
    End,
}

/// Lines of backtraces.
pub(crate) type KnownLines = BTreeMap<String, Line>;

impl CallStack {
    /// The call stack of the caller. Names are looked up when they are needed.
    pub fn capture() -> Self {
        Self(Some(Arc::new(Backtrace::force_capture())))
    }

    /// The call stack of the caller, for the next step of an execution; empty if there are too many.
    pub fn capture_for(step: usize) -> Self {
        if step < MOST { Self::capture() } else { Self::default() }
    }

    /// The functions in user code, from the innermost; `known` has the lines of other stacks, most of which are
    /// in this one too.
    pub(crate) fn frames(&self, known: &mut KnownLines) -> Vec<Frame> {
        let mut text = UserCode(String::new());
        match &self.0 {
            Some(backtrace) if write!(text, "{backtrace:#}").is_ok() || text.is_complete() => {
                frames(&text.0, known)
            }
            _ => Vec::new(),
        }
    }
}

/// The text of a backtrace up to the end of user code.
struct UserCode(String);

impl UserCode {
    fn is_complete(&self) -> bool {
        let last = self.0.lines().next_back().and_then(|line| line.split_once(": "));
        last.is_some_and(|(_, line)| line.contains(END) && matches!(function(line), Line::End))
    }
}

impl Write for UserCode {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.contains('\n') && self.is_complete() {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}

impl fmt::Debug for CallStack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallStack")
    }
}

/// Parses the lines of a backtrace: `3: 0x5581c3b1 - bank::Account::lock::h0f7e…`.
fn frames(text: &str, known: &mut KnownLines) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    let mut is_indirect = false;
    for line in text.lines().filter_map(|line| Some(line.split_once(": ")?.1)) {
        let function = match known.get(line) {
            Some(function) => function,
            None => known.entry(line.to_owned()).or_insert_with(|| function(line)),
        };
        match function {
            Line::NoFunction => {}
            Line::Library => is_indirect = true,
            Line::User(frame) => {
                is_indirect &= !frames.is_empty();
                frames.push(Frame { is_indirect, ..frame.clone() });
                is_indirect = false;
            }
            Line::End => break,
        }
    }
    frames
}

/// Parses a line of a backtrace without its number.
fn function(line: &str) -> Line {
    let Some((address, symbol)) = line.trim_start().strip_prefix("0x").and_then(|line| {
        let (address, symbol) = line.split_once(" - ")?;
        Some((u64::from_str_radix(address, 16).ok()?, symbol.trim()))
    }) else {
        return Line::NoFunction;
    };
    let path = without_generics(symbol);
    let root = path.split("::").next().unwrap_or_default();
    if path.starts_with(END) {
        Line::End
    } else if BELOW_USER_CODE.contains(&root) || root.starts_with("__rust") {
        Line::Library
    } else {
        frame(address, symbol, &path).map_or(Line::NoFunction, Line::User)
    }
}

fn frame(address: u64, symbol: &str, path: &str) -> Option<Frame> {
    let mut parts: Vec<&str> = path.split("::").collect();
    let all = parts.len();
    while parts.last().is_some_and(|part| part.starts_with('{')) {
        parts.pop();
    }
    let mut names = parts.iter().rev().map(|part| (*part).to_owned());
    Some(Frame {
        address,
        symbol: symbol.to_owned(),
        function: names.next()?,
        owner: names.next().unwrap_or_default(),
        closures: all - parts.len(),
        is_indirect: false,
    })
}

/// The path of a function without the arguments of types, hashes and traits: `bank::Permit::drop` for
/// `<bank[7d6]::Permit as core[c1f]::ops::drop::Drop>::drop`.
fn without_generics(symbol: &str) -> String {
    let symbol = match symbol.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
            path
        }
        _ => symbol,
    };
    let (whole, after) = match symbol.strip_prefix('<').and_then(|_| matching(symbol)) {
        Some(end) => (&symbol[1..end], &symbol[end + 1..]),
        None => ("", symbol),
    };
    // The type of `<Type as Trait>`, and the trait of `<impl Trait for Type>`.
    let own = top_level(whole).split(" as ").next().unwrap_or_default().to_owned();
    let own = own.trim_start_matches(['&', '*', '(']).trim_start_matches("mut ").to_owned();
    let path = format!("{own}{}", top_level(after));
    let parts = path.split("::").filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("::")
}

/// The text outside of all angle and square brackets.
fn top_level(text: &str) -> String {
    let outside = depths(text)
        .filter(|(_, character, depth)| *depth == 0 && !['<', '>', '[', ']'].contains(character));
    outside.map(|(_, character, _)| character).collect()
}

/// The position of the bracket that closes the one at the start.
fn matching(text: &str) -> Option<usize> {
    depths(text).find(|(_, _, depth)| *depth == 0).map(|(at, ..)| at)
}

/// Each character, with the number of angle and square brackets that are open after it.
fn depths(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let (mut depth, mut before) = (0_usize, ' ');
    text.char_indices().map(move |(at, character)| {
        match character {
            '<' | '[' => depth += 1,
            '>' if before == '-' => {}
            '>' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = character;
        (at, character, depth)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_mangling_are_understood() {
        for (symbol, path) in [
            ("bank::bank::Account::lock::h0123456789abcdef", "bank::bank::Account::lock"),
            ("<bank[7d6a]::bank::Account>::lock", "bank::bank::Account::lock"),
            (
                "<bank::Permit as core::ops::drop::Drop>::drop::h0123456789abcdef",
                "bank::Permit::drop",
            ),
            ("<bank[7d6a]::Permit as core[c1f1]::ops::drop::Drop>::drop", "bank::Permit::drop"),
            ("pool::pool::map::<u32, fn() -> u32>::{closure#0}", "pool::pool::map::{closure#0}"),
            ("pool::pool::map::{{closure}}::h0123456789abcdef", "pool::pool::map::{{closure}}"),
            ("memo::memo::Memo<K,V>::get", "memo::memo::Memo::get"),
            ("<core::iter::Map<A, fn() -> B> as Iterator>::fold", "core::iter::Map::fold"),
        ] {
            assert_eq!(without_generics(symbol), path);
        }
    }

    #[test]
    fn library_functions_are_left_out() {
        let text = "   0:     0x10 - std::backtrace::Backtrace::create\n   \
                    1:     0x11 - interleave::sync::mutex::Mutex<T>::lock::h0123456789abcdef\n   \
                    2:     0x12 - bank::Account::lock::h0123456789abcdef\n   \
                    3:     0x13 - bank::Account::withdraw::{{closure}}::h0123456789abcdef\n            \
                    at ./nptl/pthread_create.c:442:8\n   \
                    4:     0x14 - core::option::Option<T>::map::h0123456789abcdef\n   \
                    5:     0x15 - bank::Account::withdraw::h0123456789abcdef\n   \
                    6:     0x16 - corosensei::coroutine::Coroutine<Input>::with_stack\n   \
                    7:     0x17 - bank::test\n   8:                0x0 - <unknown>\n";
        let mut known = KnownLines::new();
        assert_eq!(frames(text, &mut known), frames(text, &mut known));
        let found: Vec<_> = frames(text, &mut known)
            .into_iter()
            .map(|frame| {
                (frame.address, frame.function, frame.owner, frame.closures, frame.is_indirect)
            })
            .collect();
        let expected =
            [(0x12, "lock", 0, false), (0x13, "withdraw", 1, false), (0x15, "withdraw", 0, true)];
        let expected = expected.map(|(address, function, closures, is_indirect)| {
            (address, function.to_owned(), "Account".to_owned(), closures, is_indirect)
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn this_function_is_on_the_stack() {
        let frames = |stack: CallStack| stack.frames(&mut KnownLines::new());
        // The functions of this crate are left out, and the test harness has no more user code.
        assert_eq!(
            frames(CallStack::capture()).iter().filter(|it| it.owner == "call_stack").count(),
            0
        );
        assert!(frames(CallStack::default()).is_empty());
    }
}
