//! The names of threads and objects in a report.

mod calls;
mod objects;

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fmt::Display;

pub(crate) use calls::Call;
use calls::Key;

use crate::op::{ObjectId, Place};
use crate::source::{Item, Source, file_line, position, user_line};
use crate::text::truncated;
use crate::thread_set::Tid;
use crate::trace::{Step, TraceInfo, Wait};

/// The most lines of a function that are named: a longer list does not help.
const MOST: usize = 5;

/// The most lines that are named beside a given one.
const MOST_BESIDE: usize = 2;

/// Longer thread names are truncated.
const LONGEST: usize = 18;

pub(crate) struct Names {
    pub(crate) threads: Vec<String>,
    objects: Vec<String>,
    /// Where each step is.
    places: Vec<Place>,
    calls: calls::Calls,
    pub(crate) source: Source,
}

impl Names {
    pub(crate) fn new(steps: &[Step], info: &TraceInfo) -> Self {
        let source = Source::default();
        let objects = objects::object_names(steps, info, &source);
        let calls = calls::calls(steps, info, &source);
        let places = steps.iter().map(|step| step.place).collect();
        Self { threads: thread_names(&info.threads), objects, places, calls, source }
    }

    pub(crate) fn thread(&self, thread: Tid) -> &str {
        self.threads.get(thread).map_or("a thread", String::as_str)
    }

    /// `ann, bob and cleo`
    pub(crate) fn list(&self, threads: impl IntoIterator<Item = Tid>) -> String {
        list_threads(&threads.into_iter().map(|thread| self.thread(thread)).collect::<Vec<_>>())
    }

    pub(crate) fn object(&self, object: ObjectId) -> &str {
        self.objects.get(object as usize).map_or("it", String::as_str)
    }

    /// The call of a helper that led to a step.
    pub(crate) fn call(&self, step: usize) -> Option<&Call> {
        self.calls.helpers.get(&Key::Step(step))
    }

    /// The functions of one file that led to a step, from the innermost.
    pub(crate) fn callers(&self, step: usize) -> &[Item] {
        self.calls.callers.get(&step).map_or(&[], Vec::as_slice)
    }

    /// The functions without operations that are called in the lines of a function that matter.
    pub(crate) fn helpers(&self, file: &str, caller: &Item) -> Vec<Item> {
        let Some(functions) = self.source.functions(file) else { return Vec::new() };
        let known = |lines: [u32; 2]| self.calls.lines.get(&(file.to_owned(), lines));
        let lines = known(caller.lines).map(|known| functions.related(caller.lines, known, MOST));
        let called = functions.called_in(caller.lines, &lines.unwrap_or_default());
        called.into_iter().filter(|helper| known(helper.lines).is_none()).collect()
    }

    /// The outermost function that leads to a step, with its lines.
    pub(crate) fn outer_function(&self, step: usize) -> Option<String> {
        Some(self.lines_of(self.places[step].file(), self.callers(step).last()?, None))
    }

    /// The outermost function in which a thread has locked a lock, with its lines.
    pub(crate) fn locking_function(&self, holder: Tid, lock: ObjectId) -> Option<String> {
        self.outer_function(*self.calls.locked.get(&(holder, lock))?)
    }

    /// `` `get` (bank.rs:21 to 25, see :23) ``: of the lines of a function, those that decide what its operations do, and
    /// those that use the results; or what belongs to one line `only`.
    pub(crate) fn lines_of(&self, file: &str, function: &Item, only: Option<u32>) -> String {
        let Item { name, lines: [first, last] } = function;
        let at = file_line(file, *first);
        if first == last {
            return format!("`{name}` ({at})");
        }
        let all = || self.calls.lines.get(&(file.to_owned(), function.lines)).cloned();
        let (known, most) = match only {
            Some(line) => (BTreeSet::from([line]), MOST_BESIDE),
            None => (all().unwrap_or_default(), MOST),
        };
        let functions = self.source.functions(file);
        let related = functions.map_or(Vec::new(), |all| all.related(function.lines, &known, most));
        let mut lines: Vec<u32> = related.into_iter().chain(only).collect();
        lines.sort_unstable();
        let lines: Vec<String> = lines.iter().map(|line| format!(":{line}")).collect();
        let see = if lines.is_empty() { String::new() } else { format!(", see {}", list(&lines)) };
        format!("`{name}` ({at} to {last}{see})")
    }

    /// The call of a helper in which a thread is blocked.
    pub(crate) fn blocked_call(&self, thread: Tid) -> Option<&Call> {
        self.calls.helpers.get(&Key::Wait(thread))
    }

    /// `cat.rs:41`: the line of a step, or of the call of the helper that it is in.
    pub(crate) fn line_at(&self, step: usize) -> String {
        self.called_line(self.call(step), self.places[step])
    }

    /// The lines of two steps of a thread, in the innermost function that leads to both.
    pub(crate) fn lines_apart(&self, [first, second]: [usize; 2]) -> [String; 2] {
        let lines = self.calls.lines_apart(first, second);
        let line =
            |line: Option<u32>, place: Place| file_line(place.file(), line.unwrap_or(place.line()));
        [line(lines[0], self.places[first]), line(lines[1], self.places[second])]
    }

    /// Whether two steps of a thread are in different calls of functions of the same file, so that no function can keep
    /// a guard from one to the other.
    pub(crate) fn are_separate_calls(&self, [first, second]: [usize; 2]) -> bool {
        let [one, two] = [first, second].map(|step| self.places[step]);
        let repeats = || {
            let functions = self.source.functions(one.file());
            functions.is_none_or(|all| all.can_repeat(position(one)))
        };
        one.file() == two.file()
            && (self.calls.have_one_caller(first, second) == Some(false)
                || (one == two && !repeats()))
    }

    /// The line in which a thread is blocked.
    pub(crate) fn blocked_line(&self, wait: &Wait) -> String {
        self.called_line(self.blocked_call(wait.thread), wait.op.place)
    }

    /// The line in which a thread has locked a lock that it still holds.
    pub(crate) fn held_line(&self, holder: Tid, lock: ObjectId, place: Place) -> String {
        self.called_line(self.locking_call(holder, lock), place)
    }

    /// The call of a helper with which a thread has locked a lock.
    fn locking_call(&self, holder: Tid, lock: ObjectId) -> Option<&Call> {
        self.call(*self.calls.locked.get(&(holder, lock))?)
    }

    /// Whether one function locks twice, through the same helper, and it is not known in which lines.
    pub(crate) fn are_unknown_calls(&self, wait: &Wait) -> bool {
        let [Some(first), Some(second)] = self.both_calls(wait) else { return false };
        let are_alike = (&first.function, &first.helper) == (&second.function, &second.helper);
        are_alike && (first.line.is_none() || second.line.is_none())
    }

    /// The receivers of the calls with which a thread has locked a lock and waits for it, if both call a helper or neither
    /// does: `from` in `from.lock()`.
    pub(crate) fn receivers(&self, wait: &Wait, locked: Place) -> [Option<String>; 2] {
        match self.both_calls(wait) {
            [None, None] => [locked, wait.op.place].map(|place| self.source.receiver_name(place)),
            [Some(first), Some(second)] => [first, second]
                .map(|call| self.source.receiver_of_call(wait.op.place, call.line?, &call.helper)),
            _ => [None, None],
        }
    }

    /// The calls of one helper with which a thread has locked a lock and waits for it, if they differ.
    pub(crate) fn different_calls(&self, wait: &Wait) -> Option<[String; 2]> {
        let [Some(first), Some(second)] = self.both_calls(wait) else { return None };
        let text = |call: &Call| self.source.call(wait.op.place, call.line?, &call.helper);
        let texts = [text(first)?, text(second)?];
        (texts[0] != texts[1] && first.helper == second.helper).then_some(texts)
    }

    /// The calls of helpers with which a thread has locked a lock and waits for it.
    fn both_calls(&self, wait: &Wait) -> [Option<&Call>; 2] {
        [self.locking_call(wait.thread, wait.op.object), self.blocked_call(wait.thread)]
    }

    fn called_line(&self, call: Option<&Call>, place: Place) -> String {
        let Some(call) = call else { return self.line(place) };
        let line = |line: u32| file_line(place.file(), line);
        match (call.line, &call.candidates[..]) {
            (Some(only), _) => line(only),
            (None, [one, two]) => format!("{} or :{two}", line(*one)),
            (None, [one, two, three]) => format!("{}, :{two} or :{three}", line(*one)),
            _ => self.line(place),
        }
    }

    /// `cat.rs:41`
    pub(crate) fn line(&self, place: Place) -> String {
        user_line(place).unwrap_or_else(|| "library code".to_owned())
    }
}

/// `a`, `a and b`, `a, b and c`
pub(crate) fn list<S: Borrow<str> + Display>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.to_string(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// The shortest range of numbered threads that is not listed in full.
const RANGE: usize = 4;

/// Like [`list`], with ranges: `main and thread-1 to thread-9`.
pub(crate) fn list_threads(names: &[&str]) -> String {
    let number = |name: &str| -> Option<(String, usize)> {
        let (prefix, number) = name.rsplit_once('-')?;
        Some((prefix.to_owned(), number.parse().ok()?))
    };
    let follows = |a: &&str, b: &&str| match (number(a), number(b)) {
        (Some((a, one)), Some((b, two))) => a == b && one + 1 == two,
        _ => false,
    };
    let items: Vec<String> = names
        .chunk_by(follows)
        .flat_map(|range| match range {
            [first, .., last] if range.len() >= RANGE => vec![format!("{first} to {last}")],
            few => few.iter().map(|name| (*name).to_owned()).collect(),
        })
        .collect();
    list(&items)
}

/// Thread names, each of them unique and on one short line.
pub(crate) fn thread_names(labels: &[String]) -> Vec<String> {
    let clean = |label: &String| truncated(&label.replace(char::is_control, " "), LONGEST);
    objects::numbered(labels.iter().map(clean).collect(), |_| true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn many_threads_are_a_range() {
        let three = ["thread-1", "thread-2", "thread-3"];
        assert_eq!(list_threads(&three), "thread-1, thread-2 and thread-3");
        let names = ["main", "thread-2", "thread-3", "thread-4", "thread-5", "thread-7"];
        assert_eq!(list_threads(&names), "main, thread-2 to thread-5 and thread-7");
    }

    #[test]
    fn threads_with_the_same_name_get_numbers() {
        let labels = ["main", "worker", "worker"].map(str::to_owned);
        assert_eq!(thread_names(&labels), ["main", "worker #1", "worker #2"]);
    }

    #[test]
    fn thread_names_are_short_and_on_one_line() {
        let labels = ["a\nb".to_owned(), "the one that carries the coffee".to_owned()];
        assert_eq!(thread_names(&labels), ["a b", "the one that carr…"]);
    }
}
