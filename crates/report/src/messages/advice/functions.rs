//! The functions to look in, where no pattern names a line.

use crate::analysis::{CodeUnderTest, VisibleTrace};
use crate::names::{Caller, Names};
use crate::op::Place;
use crate::source::{file_line, is_user_code};
use crate::trace::{Step, StepKind, TraceInfo};

/// More functions do not help.
const MOST: usize = 4;

/// Functions of the code under test, each with what it does.
#[derive(Default)]
struct Suspects<'a>(Vec<(&'static str, &'a Caller, String)>);

impl<'a> Suspects<'a> {
    fn add(&mut self, place: Place, caller: Option<&'a Caller>, does: String) {
        let is_known = |caller: &Caller| self.0.iter().any(|(_, known, _)| *known == caller);
        let caller = caller.filter(|caller| !is_known(caller) && self.0.len() < MOST);
        self.0.extend(caller.map(|caller| (place.file(), caller, does)));
    }

    /// `` `get` (bank.rs:21 to 25), which runs last before this, and in `new` (bank.rs:7), … ``
    fn shown(&self) -> Option<String> {
        let shown = self.0.iter().map(|(file, caller, does)| {
            let [first, last] = caller.lines;
            let to = if first == last { String::new() } else { format!(" to {last}") };
            format!("`{}` ({}{to}){does}", caller.function, file_line(file, first))
        });
        let shown: Vec<String> = shown.collect();
        match &shown[..] {
            [] => None,
            [only] => Some(only.clone()),
            [some @ .., last] => Some(format!("{}, and in {last}", some.join(", in "))),
        }
    }
}

/// The functions of the code under test that make the last change, that run last before the failure, and that these
/// call; and if nothing changes, the one that creates what they use.
pub(super) fn look_in(trace: &VisibleTrace<'_>, info: &TraceInfo, names: &Names) -> Option<String> {
    let (steps, code) = (trace.steps, CodeUnderTest::of(trace.all));
    let failure = &steps[trace.failure?];
    let own = own_steps(steps, code, names);
    let last = *own.iter().rfind(|at| steps[**at].thread == failure.thread).or(own.last())?;
    // A program that fails in the file of its code shows enough.
    if matches!(&failure.kind, StepKind::Panicked { place: Some((file, _)), .. } if file == steps[last].place.file())
    {
        return None;
    }
    let accesses = code.accesses(steps);
    let changes = accesses.iter().filter(|access| access.writes).map(|access| access.start);
    let change = changes.filter(|at| own.contains(at)).max();
    let mut suspects = Suspects::default();
    let mut add = |at: usize, caller, does: &str| {
        suspects.add(steps[at].place, caller, does.to_owned());
    };
    let (outer, inner) =
        (|at: usize| names.callers(at).last(), |at: usize| names.callers(at).iter());
    if let Some(change) = change.filter(|change| outer(*change) != outer(last)) {
        add(change, outer(change), ", which makes the last change");
    }
    add(last, outer(last), ", which runs last before this");
    for at in change.into_iter().chain([last]) {
        inner(at).rev().for_each(|caller| add(at, Some(caller), ", which is called there"));
    }
    let creator = change.is_none().then(|| creator(&steps[last], info, names)).flatten();
    if let Some((place, creator, object)) = &creator {
        suspects.add(place, Some(creator), format!(", which creates `{object}`"));
    }
    Some(format!("Look in {}.", suspects.shown()?))
}

/// The functions of the code under test that run, and those that create what they use.
pub(crate) fn taking_part(steps: &[Step], info: &TraceInfo, names: &Names) -> Option<String> {
    let own = own_steps(steps, CodeUnderTest::of(steps), names);
    let creators: Vec<_> = own.iter().filter_map(|at| creator(&steps[*at], info, names)).collect();
    let mut suspects = Suspects::default();
    for at in &own {
        suspects.add(steps[*at].place, names.callers(*at).last(), String::new());
    }
    for (place, creator, object) in &creators {
        suspects.add(place, Some(creator), format!(", which creates `{object}`"));
    }
    Some(format!("Your code that runs here is in {}.", suspects.shown()?))
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
    (0..steps.len()).filter(|at| code.contains(steps[*at].place)).find_map(|at| {
        let place = steps[at].place;
        let functions = names.source.functions(place)?;
        let is_run = |line: &u32| {
            names
                .callers(at)
                .iter()
                .any(|caller| (caller.lines[0]..=caller.lines[1]).contains(line))
        };
        let line = functions.lines_with(word).find(is_run)?;
        Some(file_line(place.file(), line))
    })
}

/// The function in the same file that creates the object of a step, and the name of the object.
fn creator(step: &Step, info: &TraceInfo, names: &Names) -> Option<(Place, Caller, String)> {
    let (_, object) = step.operation()?;
    let created = info.objects.get(object as usize)?.created;
    let creator = names.function(created).filter(|_| created.file() == step.place.file())?;
    Some((created, creator, names.object(object).to_owned()))
}
