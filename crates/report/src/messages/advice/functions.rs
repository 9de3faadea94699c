//! The functions to look in, where no pattern names a line.

use crate::analysis::{CodeUnderTest, VisibleTrace};
use crate::names::{Names, list};
use crate::op::{Kind, Place};
use crate::source::{Item, file_line, is_user_code};
use crate::trace::{Step, StepKind, TraceInfo};

/// More functions do not help.
const MOST: usize = 4;

/// What keeps a value from being dropped in std.
const KEEPERS: [&str; 3] = ["forget", "leak", "ManuallyDrop"];

/// Functions of the code under test, in the order in which a reader should look at them.
struct Functions<'a> {
    names: &'a Names,
    shown: Vec<Item>,
}

impl Functions<'_> {
    /// Adds a function, and returns it as a report shows it; `None` if it is known or there are too many.
    fn add(&mut self, file: &str, function: &Item, only: Option<u32>) -> Option<String> {
        if self.shown.len() == MOST || self.shown.contains(function) {
            return None;
        }
        self.shown.push(function.clone());
        Some(self.names.lines_of(file, function, only))
    }

    /// Adds the outermost function that leads to a step.
    fn add_outer(&mut self, at: usize, step: &Step) -> Option<String> {
        let names = self.names;
        self.add(step.place.file(), names.callers(at).last()?, None)
    }

    /// Adds the function in the same file that creates the object of a step.
    fn add_creator(&mut self, step: &Step, info: &TraceInfo) -> Option<String> {
        let (_, object) = step.operation()?;
        let created = info.objects.get(object as usize)?.created;
        let creator = self.names.source.function(created);
        let creator = creator.filter(|_| created.file() == step.place.file())?;
        let creator = self.add(created.file(), &creator, Some(created.line()))?;
        Some(format!("`{}` is created in {creator}.", self.names.object(object)))
    }
}

/// Where the code under test, a file, panics; or what a failing test uses of it, if no step is in that file.
pub(super) fn mentioned(trace: &VisibleTrace<'_>, code: &str, names: &Names) -> Option<String> {
    let failure = &trace.steps[trace.failure?].kind;
    let StepKind::Panicked { place: Some((file, line)), .. } = failure else { return None };
    if file == code {
        let function = names.source.function_at(code, (*line, 1))?;
        return Some(format!("The panic is in {}.", names.lines_of(code, &function, None)));
    }
    let mention = names.source.mention((file, *line), code)?;
    let uses = if mention.lines[0] == mention.lines[1] { "uses" } else { "calls" };
    let mention = names.lines_of(code, &mention, None);
    Some(format!("Before it fails, the test {uses} {mention}."))
}

/// The function of the code under test that runs last before the failure, those that change data before that, the
/// last ones of other threads, the private ones that they call, and the one that creates what the last one uses, if
/// nothing changes it.
pub(super) fn look_in(trace: &VisibleTrace<'_>, info: &TraceInfo, names: &Names) -> Option<String> {
    let (steps, code) = (trace.steps, trace.code);
    let failure = &steps[trace.failure?];
    let own = own_steps(steps, code, names);
    let last = *own.iter().rfind(|at| steps[**at].thread == failure.thread).or(own.last())?;
    // A program that fails in the file of its code shows enough.
    if matches!(&failure.kind, StepKind::Panicked { place: Some((file, _)), .. } if file == steps[last].place.file())
    {
        return None;
    }
    let mut functions = Functions { names, shown: Vec::new() };
    let mut sentences = Vec::new();
    let outer = functions.add_outer(last, &steps[last])?;
    sentences.push(format!("Look in {outer}, which runs last before this."));
    let accesses = code.accesses(steps);
    let mut changes: Vec<usize> =
        accesses.iter().filter(|access| access.writes).map(|access| access.start).collect();
    changes.retain(|at| own.contains(at));
    changes.sort_unstable();
    let outer = |at: &usize| functions.add_outer(*at, &steps[*at]);
    let before: Vec<String> = changes.iter().rev().filter_map(outer).collect();
    let before = with_verb(&before, "changes data", "change data");
    sentences.extend(before.map(|before| format!("Before that, {before}")));
    let threads = (0..info.threads.len()).filter(|thread| *thread != steps[last].thread);
    let others = threads.filter_map(|thread| {
        // A thread drops the receivers of its closure at its end.
        let is_drop = |at: usize| matches!(steps[at].operation(), Some((Kind::DropReceiver, _)));
        let at = *own.iter().rfind(|at| steps[**at].thread == thread && !is_drop(**at))?;
        functions.add_outer(at, &steps[at])
    });
    let others: Vec<String> = others.collect();
    sentences.extend(with_verb(&others, "runs on other threads", "run on other threads"));
    let inner =
        changes.iter().rev().chain([&last]).flat_map(|at| {
            names.callers(*at).iter().map(|caller| (steps[*at].place.file(), caller))
        });
    let mut inner: Vec<String> =
        inner.filter_map(|(file, caller)| functions.add(file, caller, None)).collect();
    let file = steps[last].place.file();
    let helpers = names.helpers(file, names.callers(last).last()?);
    inner.extend(helpers.iter().filter_map(|helper| functions.add(file, helper, None)));
    sentences.extend(with_verb(&inner, "is called there", "are called there"));
    if changes.is_empty() {
        sentences.extend(functions.add_creator(&steps[last], info));
    }
    Some(sentences.join(" "))
}

/// The end of a sentence about these functions; `None` if there are none.
fn with_verb(functions: &[String], one: &str, several: &str) -> Option<String> {
    let verb = if functions.len() == 1 { one } else { several };
    (!functions.is_empty()).then(|| format!("{} {verb}.", list(functions)))
}

/// The functions of the code under test that run, and those that create what they use.
pub(crate) fn taking_part(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let own = own_steps(steps, CodeUnderTest::of(steps), names);
    let mut functions = Functions { names, shown: Vec::new() };
    let run: Vec<String> =
        own.iter().filter_map(|at| functions.add_outer(*at, &steps[*at])).collect();
    let created = own.iter().filter_map(|at| functions.add_creator(&steps[*at], info));
    let created: Vec<String> = created.collect();
    let run = format!("Your code that runs here is in {}.", list(&run));
    (!own.is_empty()).then(|| [vec![run], created].concat().join(" "))
}

/// The steps in functions of the code under test.
fn own_steps(steps: &[Step], code: CodeUnderTest, names: &Names) -> Vec<usize> {
    let is_own = |at: &usize| {
        let place = steps[*at].place;
        is_user_code(place.file()) && code.contains(place) && !names.callers(*at).is_empty()
    };
    (0..steps.len()).filter(is_own).collect()
}

/// `till.rs:41`: the line with this word, in a function of the code under test that runs.
pub(super) fn line_with(word: &str, steps: &[Step], names: &Names) -> Option<String> {
    let code = CodeUnderTest::of(steps);
    let mut own = (0..steps.len()).filter(|at| code.contains(steps[*at].place));
    own.find_map(|at| {
        let place = steps[at].place;
        Some(file_line(place.file(), line_around(word, (at, place), names)?))
    })
}

/// The line with this word, in a function that leads to a step.
pub(super) fn line_around(word: &str, (at, place): (usize, Place), names: &Names) -> Option<u32> {
    let functions = names.source.functions(place.file())?;
    let is_around = |line: &u32| {
        names.callers(at).iter().any(|caller| (caller.lines[0]..=caller.lines[1]).contains(line))
    };
    functions.lines_with(word).find(is_around)
}

/// Where the code under test keeps a value from being dropped.
pub(super) fn never_dropped(steps: &[Step], names: &Names) -> Option<String> {
    KEEPERS.into_iter().find_map(|keeper| {
        let line = line_with(keeper, steps, names)?;
        Some(format!("`{keeper}` at {line} keeps a value from being dropped: remove it."))
    })
}
