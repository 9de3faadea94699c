//! Which function of the same file led to each step, and in which line.
//!
//! The names of the functions come from the call stacks. A line is where the source of the caller
//! calls the callee. If there are several such lines, the return addresses tell them apart.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::call_stack::{CallStack, Frame, KnownLines};
use crate::op::{Kind, ObjectId, Place};
use crate::source::{Function, Functions, Item, Source, is_user_code, position};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, TraceInfo};

/// The call of a helper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// The function that calls the helper.
    pub(crate) function: String,
    /// The line of the call; `None` if it is one of several.
    pub(crate) line: Option<u32>,
    /// The lines that can be that line.
    pub(crate) candidates: Vec<u32>,
    /// The function with the operation: the helper, or one that it calls.
    pub(crate) helper: String,
    /// The line of the operation.
    pub(crate) through: u32,
}

/// The calls that led to the steps, and to the operations in which threads are blocked.
#[derive(Default)]
pub(super) struct Calls {
    pub(super) helpers: BTreeMap<Key, Call>,
    /// The last step in which a thread has locked a lock.
    pub(super) locked: BTreeMap<(Tid, ObjectId), usize>,
    /// The functions around each step whose call stack is known, from the innermost.
    paths: BTreeMap<usize, Vec<Level>>,
    /// The same functions, with those that call others for all of their work.
    pub(super) callers: BTreeMap<usize, Vec<Item>>,
    /// The lines of each function of a file in which an operation is, or a call that leads to one.
    pub(super) lines: BTreeMap<(String, [u32; 2]), BTreeSet<u32>>,
}

impl Calls {
    /// The lines of two steps in the innermost function that leads to both; `None` if one is not known.
    pub(super) fn lines_apart(&self, first: usize, second: usize) -> [Option<u32>; 2] {
        let path = |step| self.paths.get(&step).map_or(&[][..], Vec::as_slice);
        let (mut one, mut two) = (path(first), path(second));
        while let ([before_one @ .., outer_one], [before_two @ .., outer_two]) = (one, two)
            && outer_one == outer_two
            && !before_one.is_empty()
            && !before_two.is_empty()
        {
            (one, two) = (before_one, before_two);
        }
        [one, two].map(|path| path.last().and_then(|level| level.line))
    }

    /// Whether one function leads to both steps; `None` if the functions around one are not known.
    pub(super) fn have_one_caller(&self, first: usize, second: usize) -> Option<bool> {
        let outermost = |step| self.paths.get(&step)?.last();
        Some(outermost(first)?.function.name == outermost(second)?.function.name)
    }
}

/// One function of the path to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Level {
    function: Item,
    line: Option<u32>,
    candidates: Vec<u32>,
    /// Distinguishes two calls in one line.
    address: u64,
}

/// A step or a blocked operation, with the functions around it.
struct Site {
    thread: Tid,
    place: Place,
    key: Key,
    functions: Rc<Functions>,
    frames: Vec<Frame>,
    is_pause: bool,
    /// Not if a call stack is needed, but cannot be read, as in the sandbox of the grader.
    is_known: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Step(usize),
    Wait(Tid),
}

/// The return addresses in each instance of a caller after calls of a callee.
type Addresses<'a> = BTreeMap<[&'a str; 3], BTreeSet<u64>>;

/// Finds the outermost function of each path, as far as the paths of a thread are in one file.
pub(super) fn calls(steps: &[Step], info: &TraceInfo, source: &Source) -> Calls {
    let sites = sites(steps, info, source);
    let others: BTreeSet<Place> = sites.iter().map(|site| site.place).collect();
    let addresses = addresses(&sites);
    // The rounds of a loop have the same paths.
    let mut known: BTreeMap<(Place, Vec<u64>), Vec<Level>> = BTreeMap::new();
    let mut paths: Vec<Vec<Level>> = Vec::new();
    let mut calls = Calls { locked: locked(steps), ..Calls::default() };
    for site in &sites {
        let stack = site.frames.iter().map(|frame| frame.address).collect();
        let path =
            known.entry((site.place, stack)).or_insert_with(|| path(site, &others, &addresses));
        for level in &*path {
            let function = (site.place.file().to_owned(), level.function.lines);
            calls.lines.entry(function).or_default().extend(&level.candidates);
        }
        if let Key::Step(step) = site.key {
            let mut callers: Vec<Item> = path.iter().map(|level| level.function.clone()).collect();
            callers.dedup();
            calls.callers.insert(step, callers);
        }
        paths.push(path.clone());
    }
    for step in steps {
        if let StepKind::Panicked { place: Some((file, line)), .. } = &step.kind
            && sites.iter().any(|site| site.place.file() == file)
            && let Some(function) = source.function_at(file, (*line, 1))
        {
            calls.lines.entry((file.clone(), function.lines)).or_default().insert(*line);
        }
    }
    without_common_callers(&sites, &mut paths);
    for (site, path) in sites.iter().zip(&paths) {
        if let (Key::Step(step), true) = (site.key, site.is_known) {
            calls.paths.insert(step, path.clone());
        }
        let [helper, .., caller] = path.as_slice() else { continue };
        let call = Call {
            function: caller.function.name.clone(),
            line: caller.line,
            candidates: caller.candidates.clone(),
            helper: helper.function.name.clone(),
            through: site.place.line(),
        };
        calls.helpers.insert(site.key, call);
    }
    calls
}

fn locked(steps: &[Step]) -> BTreeMap<(Tid, ObjectId), usize> {
    let locks = steps.iter().enumerate().filter_map(|(at, step)| {
        let lock = match step.operation()? {
            (Kind::Lock | Kind::Read | Kind::Write, lock) => lock,
            (Kind::TryLock | Kind::TryRead | Kind::TryWrite, lock) => lock,
            (Kind::Wake { mutex, .. }, _) => mutex,
            _ => return None,
        };
        Some(((step.thread, lock), at))
    });
    locks.collect()
}

/// Where each thread was, as far as the source is known.
fn sites(steps: &[Step], info: &TraceInfo, source: &Source) -> Vec<Site> {
    let mut needed: BTreeMap<Place, bool> = BTreeMap::new();
    let mut known_lines = KnownLines::new();
    let mut site = |thread, place: Place, key, stack: &CallStack, is_pause| {
        let file = Some(place.file()).filter(|file| is_user_code(file))?;
        let functions = source.functions(file)?;
        let around = functions.around(position(place))?;
        // Only if a function of the file can have led to this place.
        let is_needed = *needed.entry(place).or_insert_with(|| {
            functions.is_helper(around)
                || !functions.closure_calls(around, position(place)).is_empty()
        });
        let frames = if is_needed { stack.frames(&mut known_lines) } else { Vec::new() };
        let is_known =
            !is_needed || frames.first().is_some_and(|frame| frame.function == around.name);
        Some(Site { thread, place, key, functions, frames, is_pause, is_known })
    };
    let mut sites = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let kind = step.operation().map(|(kind, _)| kind);
        if kind.is_some() || step.spawns().is_some() {
            let is_pause = matches!(kind, Some(Kind::Sleep { .. } | Kind::Yield));
            sites.extend(site(step.thread, step.place, Key::Step(at), &step.stack, is_pause));
        }
    }
    for wait in &info.waits {
        let key = Key::Wait(wait.thread);
        sites.extend(site(wait.thread, wait.op.place, key, &wait.stack, false));
    }
    sites
}

fn addresses<'a>(sites: &'a [Site]) -> Addresses<'a> {
    let mut addresses = Addresses::new();
    for pair in sites.iter().flat_map(|site| site.frames.windows(2)) {
        addresses.entry(key(&pair[1], &pair[0])).or_default().insert(pair[1].address);
    }
    addresses
}

fn key<'a>(caller: &'a Frame, callee: &'a Frame) -> [&'a str; 3] {
    [&caller.symbol, &callee.owner, &callee.function]
}

/// The functions of one file around a place, from the innermost.
fn path(site: &Site, others: &BTreeSet<Place>, addresses: &Addresses<'_>) -> Vec<Level> {
    let Site { place, functions, .. } = site;
    let Some(mut function) = functions.around(position(place)) else { return Vec::new() };
    let (line, column) = position(place);
    let mut path = vec![Level {
        function: functions.item(function),
        line: Some(line),
        candidates: vec![line],
        address: column.into(),
    }];
    let in_file = others.iter().filter(|other| other.file() == place.file());
    let others: Vec<(u32, u32)> = in_file.map(|other| position(other)).collect();
    let innermost = site.frames.first().filter(|frame| frame.function == function.name);
    let Some(mut callee) = innermost else { return path };
    for pair in site.frames[1..].windows(2) {
        let [caller, outer] = pair else { break };
        // What a library calls from elsewhere is all that the thread, or the test, runs.
        let is_body = outer.is_indirect && functions.find(&outer.function, &outer.owner).is_none();
        if is_body && caller.closures == 0 {
            break;
        }
        let level = |within: &Function, calls: &[usize]| {
            let addresses = &addresses[&key(caller, callee)];
            let candidates = call_lines(functions, calls, addresses, caller.address);
            let line = candidates.first().copied().filter(|_| candidates.len() == 1);
            let function = functions.item(within);
            Level { function, line, candidates, address: caller.address }
        };
        let is_same = caller.function == callee.function && caller.owner == callee.owner;
        if is_same && caller.closures < callee.closures {
            let calls = functions.closure_calls(function, position(place));
            if !caller.is_indirect && !calls.is_empty() {
                path.push(level(function, &calls));
            }
        } else {
            // Not if the test harness calls it, or a closure is called elsewhere.
            let found = functions.find(&caller.function, &caller.owner);
            let found = found.filter(|next| callee.closures == 0 && !next.is_entry);
            let Some(next) = found else { break };
            let calls = functions.calls(next, function, &others);
            // A destructor is called at the end of a block.
            if calls.is_empty() && function.name != "drop" {
                break;
            }
            path.push(level(next, &functions.in_closures(calls, next, caller.closures)));
            function = next;
        }
        callee = caller;
    }
    path
}

/// The lines that a call can be in: the calls before it in machine code are before it in the source, too.
fn call_lines(
    functions: &Functions,
    calls: &[usize],
    addresses: &BTreeSet<u64>,
    address: u64,
) -> Vec<u32> {
    let rank = addresses.range(..address).count();
    let missing = calls.len().checked_sub(addresses.len());
    let possible = match (calls, missing) {
        ([first, .., last], Some(missing)) if functions.is_in_order(*first, *last) => {
            &calls[rank..=rank + missing]
        }
        _ => calls,
    };
    let mut lines: Vec<u32> = possible.iter().map(|call| functions.line(*call)).collect();
    lines.dedup();
    lines
}

/// Removes what all paths of a thread in one file begin with: a function that calls another for all of
/// its work. If all paths are the same, apart from pauses, there is only one call of a helper, and they remain.
fn without_common_callers(sites: &[Site], paths: &mut [Vec<Level>]) {
    let mut groups: BTreeMap<(Tid, &str), Vec<usize>> = BTreeMap::new();
    for (at, site) in sites.iter().enumerate() {
        groups.entry((site.thread, site.place.file())).or_default().push(at);
    }
    for group in groups.into_values() {
        let first = group[0];
        let mut lasting = group.iter().filter(|at| !sites[**at].is_pause);
        if lasting.next().is_none_or(|one| lasting.all(|at| paths[*at] == paths[*one])) {
            continue;
        }
        let is_common = |paths: &[Vec<Level>]| {
            let outermost = paths[first].last().cloned();
            group.iter().all(|at| paths[*at].len() > 1 && paths[*at].last() == outermost.as_ref())
        };
        while is_common(paths) {
            group.iter().for_each(|at| _ = paths[*at].pop());
        }
    }
}
