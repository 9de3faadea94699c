//! What a test uses of the code under test before it fails, by its source: for code that fails without a step.

use super::functions::Functions;
use super::items::Item;
use super::tokens::{all_words, statement};

/// Methods of std that tests call, too.
const OF_STD: [&str; 10] =
    ["clone", "get", "insert", "iter", "len", "load", "lock", "next", "read", "write"];

/// A test can call its own functions, and these others.
const DEPTH: usize = 3;

/// The first item that the statement in this line of a test mentions, or else the last one before it.
pub(super) fn mention(test: &Functions, line: u32, code: &Functions) -> Option<Item> {
    let failing = test.start_of(line)?;
    let function = test.around((line, 1))?;
    let end = statement(&test.code[failing..]).map_or(function.body.end, |length| failing + length);
    let mentions = |from: usize, to: usize| Mentions { test, code }.within(from, to, DEPTH);
    let in_statement = mentions(failing, end).into_iter().next();
    in_statement.or_else(|| mentions(function.body.start, failing).pop())
}

struct Mentions<'a> {
    test: &'a Functions,
    code: &'a Functions,
}

impl Mentions<'_> {
    /// The mentions in a part of the test and in the functions of the test that it calls, in order.
    fn within(&self, from: usize, to: usize, depth: usize) -> Vec<Item> {
        let words = all_words(&self.test.code[from..to]);
        words.flat_map(|(at, word)| self.of_word(from + at, word, depth)).collect()
    }

    fn of_word(&self, at: usize, word: &str, depth: usize) -> Vec<Item> {
        let text = &self.test.code;
        let before = text[..at].trim_end();
        let is_method = before.ends_with('.');
        let path = before.strip_suffix("::").and_then(|path| all_words(path).last());
        if let Some(line) = self.code.constant(word).filter(|_| !is_method) {
            return vec![Item { name: word.to_owned(), lines: [line, line] }];
        }
        let is_called = text[at + word.len()..].trim_start().starts_with('(');
        if !is_called && path.is_none() {
            return Vec::new();
        }
        let function = match path {
            Some((_, owner)) => {
                self.code.find(word, owner).filter(|it| it.is_of(owner) || it.is_free())
            }
            None => self
                .code
                .find(word, "")
                .filter(|it| it.is_free() != is_method && !(is_method && OF_STD.contains(&word))),
        };
        if let Some(function) = function {
            return vec![self.code.item(function)];
        }
        let helper = self
            .test
            .find(word, "")
            .filter(|it| depth > 0 && path.is_none() && !is_method && !it.body.contains(&at));
        helper.map_or(Vec::new(), |it| self.within(it.body.start, it.body.end, depth - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "
pub const LIMIT: u64 = 5;
pub fn transfer(from: &Account) -> bool { true }
fn handle(list: &List) -> u16 { 404 }
impl Icons {
    pub fn new(load: impl Fn()) -> Icons { load(); Icons }
    pub fn icon(&self) -> u32 { 0 }
    pub fn get(&self) -> u32 { 0 }
}
";

    /// The name that is found for the line with `// fails`.
    fn found(test: &str) -> Option<String> {
        let lines = |code: &str| code.lines().map(str::to_owned).collect::<Vec<_>>();
        let fails = test.lines().position(|line| line.ends_with("// fails"));
        let line = fails.expect("a line is marked") as u32 + 1;
        let [test, code] = [test, CODE].map(|code| Functions::new(&lines(code)));
        mention(&test, line, &code).map(|found| found.name)
    }

    #[test]
    fn the_call_before_an_assertion_is_found() {
        let test = "fn test() {
            let other = handle(&list);
            let moved = bank::transfer(&account);
            assert_eq!(moved, false); // fails
            handle(&list);
        }";
        assert_eq!(found(test).as_deref(), Some("transfer"));
    }

    #[test]
    fn an_assertion_about_a_constant_or_a_call_comes_first() {
        let test = "fn test() {
            handle(&list);
            assert_eq!(LIMIT, 4); // fails
        }";
        assert_eq!(found(test).as_deref(), Some("LIMIT"));
        let test = "fn test() {
            handle(&list);
            assert_eq!( // fails
                transfer(&account),
                false
            );
        }";
        assert_eq!(found(test).as_deref(), Some("transfer"));
    }

    #[test]
    fn calls_in_functions_of_the_test_are_found() {
        let test = "
        fn send() -> u16 { let other = 1; handle(&list) }
        fn status() -> u16 { send() }
        fn test() {
            let wrong = [(405, 1)];
            for (expected, target) in wrong {
                assert_eq!(status(), expected); // fails
            }
        }";
        assert_eq!(found(test).as_deref(), Some("handle"));
    }

    #[test]
    fn a_type_is_not_taken_for_another_one() {
        let test = "fn test() {
            let moved = transfer(&account);
            let lock = Mutex::new(0);
            assert_eq!(moved, false); // fails
        }";
        assert_eq!(found(test).as_deref(), Some("transfer"));
        let test = "
        fn counted() -> (Icons, Counter) { (Icons::new(load), Arc::new(Mutex::new(0))) }
        fn test() {
            let (icons, loads) = counted();
            let lock = Mutex::new(0);
            assert_eq!(loads.load(SeqCst), 0); // fails
        }";
        assert_eq!(found(test).as_deref(), Some("new"));
    }

    #[test]
    fn methods_are_found_unless_std_has_them_too() {
        let test = "fn test() {
            icons.icon();
            map.get();
            assert_eq!(loads, 1); // fails
        }";
        assert_eq!(found(test).as_deref(), Some("icon"));
        let test = "fn test() {
            assert_eq!(map.get(), 1); // fails
        }";
        assert_eq!(found(test), None);
    }
}
