//! The functions in a source file, and the calls in them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::closures::closures;
use super::data_flow;
use super::elements;
use super::items::{Function, Item, body, functions};
use super::mask::{is_word, mask};
use super::tokens::{statement, words};

/// The functions of one file.
pub(crate) struct Functions {
    /// The source without comments and strings.
    pub(super) code: String,
    /// The position of each line.
    lines: Vec<usize>,
    functions: Vec<Function>,
    /// The bodies of closures.
    closures: Vec<Range<usize>>,
}

impl Functions {
    pub(super) fn new(lines: &[String]) -> Self {
        let code = mask(&lines.join("\n"));
        let starts = code.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(starts.map(|(at, _)| at + 1)).collect();
        let functions = functions(&code);
        let closures = closures(&code);
        Self { code, lines: starts, functions, closures }
    }

    /// Whether a field with this name is a `Vec` or a boxed slice of locks or atomics.
    pub(super) fn are_objects(&self, field: &str) -> bool {
        elements::are_objects(&self.code, field)
    }

    /// The innermost function around a position.
    pub(crate) fn around(&self, position: (u32, u32)) -> Option<&Function> {
        let at = self.at(position)?;
        let around = self.functions.iter().filter(|function| function.body.contains(&at));
        around.min_by_key(|function| function.body.len())
    }

    /// The function with this name, if no other could be meant.
    pub(crate) fn find(&self, name: &str, owner: &str) -> Option<&Function> {
        let named = || self.functions.iter().filter(|function| function.name == name);
        let mut own = named().filter(|function| function.is_of(owner));
        match (own.next(), own.next()) {
            (Some(only), None) => Some(only),
            (None, _) => named().next().filter(|_| named().count() == 1),
            _ => None,
        }
    }

    /// The positions in `caller` at which `callee` is called or named, except for `others`: calls of
    /// functions of std, which can have the same name.
    pub(crate) fn calls(
        &self,
        caller: &Function,
        callee: &Function,
        others: &[(u32, u32)],
    ) -> Vec<usize> {
        let others: Vec<usize> = others.iter().filter_map(|other| self.at(*other)).collect();
        let is_method = callee.owner.is_some();
        let calls = self.named(&caller.body, &callee.name).filter(|at| {
            let before = self.code[..*at].trim_end();
            let has_path = before.ends_with("::");
            let is_fn = before.ends_with("fn");
            let fits = has_path || before.ends_with('.') == is_method;
            fits && !is_fn
                && (has_path || self.is_called(*at, &callee.name))
                && !others.contains(at)
        });
        calls.collect()
    }

    /// The positions inside this many nested closures of `caller`; all of them if no position is.
    pub(crate) fn in_closures(
        &self,
        calls: Vec<usize>,
        caller: &Function,
        count: usize,
    ) -> Vec<usize> {
        let is_inside = |at: &usize| {
            let around = self.closures.iter().filter(|closure| closure.contains(at));
            around.filter(|closure| caller.body.contains(&closure.start)).count() == count
        };
        let (inside, others): (Vec<_>, Vec<_>) = calls.into_iter().partition(is_inside);
        if inside.is_empty() { others } else { inside }
    }

    /// Whether some function of the file calls this one.
    pub(crate) fn is_helper(&self, callee: &Function) -> bool {
        let mut callers = self.functions.iter().filter(|caller| !caller.is_entry);
        callers.any(|caller| !self.calls(caller, callee, &[]).is_empty())
    }

    /// Whether a position is in a destructor, or in a function that one calls.
    pub(crate) fn is_in_drop(&self, position: (u32, u32)) -> bool {
        let Some(around) = self.around(position) else { return false };
        let mut drops = self.functions.iter().filter(|function| function.name == "drop");
        drops.any(|drop| std::ptr::eq(drop, around) || !self.calls(drop, around, &[]).is_empty())
    }

    fn named<'a>(&'a self, body: &Range<usize>, name: &'a str) -> impl Iterator<Item = usize> + 'a {
        let start = body.start;
        words(&self.code[body.clone()], name).map(move |at| at + start)
    }

    fn is_called(&self, at: usize, name: &str) -> bool {
        self.code[at + name.len()..].trim_start().starts_with(['(', ':'])
    }

    /// The positions in `caller` at which a closure is called: the closure around `inside`, if it has a
    /// name.
    pub(crate) fn closure_calls(&self, caller: &Function, inside: (u32, u32)) -> Vec<usize> {
        let named = self.at(inside).and_then(|inside| {
            let body = caller.body.start..inside.min(caller.body.end);
            let lets: Vec<usize> = words(self.code.get(body.clone())?, "let").collect();
            lets.into_iter().rev().find_map(|at| self.closure(body.start + at, inside))
        });
        let Some((name, end)) = named else { return Vec::new() };
        let calls = self.named(&(end..caller.body.end), name).filter(|at| {
            let is_path = self.code[..*at].trim_end().ends_with(['.', ':']);
            !is_path && self.is_called(*at, name)
        });
        calls.collect()
    }

    /// The name and the end of the closure that the `let` at this position defines, if it contains
    /// `inside`.
    fn closure(&self, at: usize, inside: usize) -> Option<(&str, usize)> {
        let pattern = self.code[at + "let".len()..].trim_start();
        let pattern = pattern.strip_prefix("mut ").unwrap_or(pattern).trim_start();
        let name = &pattern[..pattern.bytes().position(|byte| !is_word(byte))?];
        let value = pattern[name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let value = value.strip_prefix("move").unwrap_or(value).trim_start();
        let end = at + statement(&self.code[at..])?;
        (value.starts_with('|') && (at..end).contains(&inside)).then_some((name, end))
    }

    /// The first line of a function with this code, below another line.
    pub(crate) fn line_in(&self, function: &Function, above: u32, code: &str) -> Option<u32> {
        let found = self.code[function.body.clone()].match_indices(code);
        let mut lines = found.map(|(at, _)| self.line(function.body.start + at));
        lines.find(|line| *line > above)
    }

    /// Whether one call of a function can come to this position more than once, as far as this file tells: in a loop
    /// or a closure, or in a function that another one calls.
    pub(crate) fn can_repeat(&self, position: (u32, u32)) -> bool {
        let (Some(function), Some(at)) = (self.around(position), self.at(position)) else {
            return true;
        };
        let is_around = |block: &Range<usize>| block.contains(&at);
        let inside = &self.code[function.body.clone()];
        let loops = ["for", "while", "loop"].into_iter().flat_map(|keyword| words(inside, keyword));
        let mut loops = loops.filter_map(|from| body(&self.code, function.body.start + from));
        self.is_helper(function)
            || loops.any(|block| is_around(&block))
            || self.closures.iter().any(is_around)
    }

    /// The lines that have this word, unless it is a function of the file.
    pub(crate) fn lines_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = u32> + 'a {
        let is_own = self.functions.iter().any(|function| function.name == word);
        words(&self.code, word).filter(move |_| !is_own).map(|at| self.line(at))
    }

    /// The functions that a function calls in these lines.
    pub(crate) fn called_in(&self, function: [u32; 2], lines: &[u32]) -> Vec<Item> {
        let Some(caller) = self.in_lines(function) else { return Vec::new() };
        let is_called = |callee: &&Function| {
            self.calls(caller, callee, &[]).iter().any(|at| lines.contains(&self.line(*at)))
        };
        self.functions.iter().filter(is_called).map(|callee| self.item(callee)).collect()
    }

    /// The position of a line.
    pub(super) fn start_of(&self, line: u32) -> Option<usize> {
        self.lines.get((line as usize).checked_sub(1)?).copied()
    }

    /// The line in which a constant is defined.
    pub(super) fn constant(&self, name: &str) -> Option<u32> {
        let is_defined = |at: &usize| self.code[..*at].trim_end().ends_with("const");
        let is_constant = name.starts_with(|first: char| first.is_uppercase());
        let at = words(&self.code, name).find(is_defined).filter(|_| is_constant)?;
        Some(self.line(at))
    }

    /// The lines of a function that depend on other lines of it, or on which those depend: the `most` important ones.
    pub(crate) fn related(
        &self,
        function: [u32; 2],
        lines: &BTreeSet<u32>,
        most: usize,
    ) -> Vec<u32> {
        let Some(function) = self.in_lines(function) else { return Vec::new() };
        let range = |line: &u32| {
            Some(self.start_of(*line)?..self.start_of(line + 1).unwrap_or(self.code.len()))
        };
        let ranges: Vec<Range<usize>> = lines.iter().filter_map(range).collect();
        let mut related: Vec<u32> = Vec::new();
        for at in data_flow::related(&self.code, function.body.clone(), &ranges) {
            let line = self.line(at);
            if related.len() < most && !lines.contains(&line) && !related.contains(&line) {
                related.push(line);
            }
        }
        related.sort_unstable();
        related
    }

    pub(crate) fn line(&self, at: usize) -> u32 {
        self.lines.partition_point(|start| *start <= at) as u32
    }

    /// The function with this first and this last line.
    fn in_lines(&self, lines: [u32; 2]) -> Option<&Function> {
        self.functions.iter().find(|function| self.lines_of(function) == lines)
    }

    /// A function with its lines.
    pub(crate) fn item(&self, function: &Function) -> Item {
        Item { name: function.name.clone(), lines: self.lines_of(function) }
    }

    /// The first and the last line of a function.
    pub(crate) fn lines_of(&self, function: &Function) -> [u32; 2] {
        [function.start, function.body.end - 1].map(|at| self.line(at))
    }

    /// Whether machine code has the calls between these positions in the order of the source.
    pub(crate) fn is_in_order(&self, from: usize, to: usize) -> bool {
        let between = &self.code[from..to];
        let jumps = ["break", "continue"].iter().any(|jump| words(between, jump).next().is_some());
        !jumps && !between.contains("=>")
    }

    /// Where in the code a line and a column are.
    fn at(&self, (line, column): (u32, u32)) -> Option<usize> {
        let start = self.start_of(line)?;
        let rest = self.code[start..].split('\n').next()?;
        let column = (column as usize).checked_sub(1)?;
        let offset = rest.char_indices().nth(column).map_or(rest.len(), |(offset, _)| offset);
        Some(start + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &str = "\
impl Account {
    pub fn withdraw(&self, amount: u64) -> bool {
        let lock = || self.lock();
        if *lock() < amount || self.other.lock().is_ok() {
            return false; // self.lock()
        }
        *self.lock() -= amount;
        true
    }
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.balance.lock().unwrap()
    }
}
impl<T: Into<u64>> fmt::Display for bank::Token<'_, T> where T: Copy {
    fn lock(&self) { fn inner() { a() } inner() }
}
fn all(f: impl Fn(u64) -> bool) { f(1); }
#[test]
fn test() {}
";

    fn bank() -> Functions {
        Functions::new(&BANK.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_innermost_function_around_a_line_is_found() {
        let bank = bank();
        let around = |line, column| bank.around((line, column)).map(|it| it.name.as_str());
        assert_eq!(around(7, 10), Some("withdraw"));
        assert_eq!(around(11, 9), Some("lock"));
        assert_eq!(around(15, 36), Some("inner"));
        assert_eq!(around(1, 1), None);
        assert_eq!(around(99, 1), None);
    }

    #[test]
    fn functions_are_told_apart_by_their_types() {
        let bank = bank();
        let owners: Vec<_> =
            bank.functions.iter().map(|it| (it.name.as_str(), it.owner.as_deref())).collect();
        assert_eq!(
            owners[..3],
            [("withdraw", Some("Account")), ("lock", Some("Account")), ("lock", Some("Token"))]
        );
        assert_eq!(bank.find("lock", "Token").map(|it| bank.line(it.body.start)), Some(15));
        assert!(bank.find("lock", "bank").is_none());
        assert!(bank.find("all", "bank").is_some());
        assert!(bank.find("test", "bank").is_some_and(|test| test.is_entry));
    }

    #[test]
    fn calls_are_found_without_those_of_other_functions() {
        let bank = bank();
        let withdraw = bank.find("withdraw", "Account").expect("it is there");
        let lock = bank.find("lock", "Account").expect("it is there");
        let lines = |others: &[(u32, u32)]| {
            let calls = bank.calls(withdraw, lock, others);
            calls.into_iter().map(|at| bank.line(at)).collect::<Vec<_>>()
        };
        assert_eq!(lines(&[]), [3, 4, 7]);
        assert_eq!(lines(&[(4, 43)]), [3, 7]);
        assert!(bank.is_helper(lock) && !bank.is_helper(withdraw));
    }

    #[test]
    fn calls_of_a_closure_with_a_name_are_found() {
        let bank = bank();
        let withdraw = bank.find("withdraw", "Account").expect("it is there");
        let calls = bank.closure_calls(withdraw, (3, 28));
        assert_eq!(calls.into_iter().map(|at| bank.line(at)).collect::<Vec<_>>(), [4]);
        assert_eq!(bank.closure_calls(withdraw, (7, 15)), []);
    }

    #[test]
    fn a_loop_a_closure_or_a_helper_can_repeat() {
        let code = "fn all() { one(); for a in b { two(); } all(|| three()); }\nfn four() { while a { b } c(); }";
        let code: Vec<String> = code.lines().map(str::to_owned).collect();
        let can_repeat = |line: usize, name: &str| {
            let column = code[line - 1].find(name).map_or(0, |at| at + 1);
            Functions::new(&code).can_repeat((line as u32, column as u32))
        };
        assert!(can_repeat(1, "two") && can_repeat(1, "three") && can_repeat(2, "b }"));
        assert!(!can_repeat(2, "c()"));
        assert!(can_repeat(1, "one"), "`all` is called");
    }

    #[test]
    fn code_after_a_jump_can_be_out_of_order() {
        let order = |code: &str| Functions::new(&[code.to_owned()]).is_in_order(0, code.len());
        assert!(order("a(); if b { a() }"));
        assert!(!order("loop { a(); if b { break } a() } a()"));
        assert!(!order("match b { 1 => a(), _ => a() }"));
    }
}
