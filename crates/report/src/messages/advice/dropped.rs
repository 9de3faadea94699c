//! Guards and permits that are dropped before the code that they should protect.

use super::functions::line_around;
use crate::analysis::{CodeUnderTest, DataAccess};
use crate::names::Names;
use crate::op::{Kind, ObjectId, Place};
use crate::source::{Source, file_line, position};
use crate::trace::{Step, StepKind};

/// A thread locks and unlocks a lock that protects no data, or takes something and gives it back in a
/// destructor, and does nothing in between.
pub(super) fn at_once(steps: &[Step], code: CodeUnderTest, names: &Names) -> Option<String> {
    let accesses = code.accesses(steps);
    accesses.iter().filter(|access| access.is_lock && access.end < steps.len()).find_map(|one| {
        let (thread, lock) = (names.thread(one.thread), names.object(one.object));
        let at = names.line_at(one.start);
        if has_no_data(one, steps, &names.source) && is_idle(&steps[one.start..=one.end], None) {
            let dropped = drop_after(one, steps, names);
            let dropped = dropped.map_or(String::new(), |line| format!(" (is that what {line} does?)"));
            return Some(format!(
                "{thread} locks `{lock}` at {at}, and unlocks it before it reads or changes anything. A guard without \
                 a name, or bound to `_`, is dropped at the end of its statement. A guard in an inner block is dropped \
                 at the end of that block, and `drop` drops any guard{dropped}. Bind it to a name, such as `_guard`, in the \
                 block of what it protects."
            ));
        }
        let is_next = |next: &&DataAccess| next.thread == one.thread && next.start > one.end;
        let two = accesses.iter().find(is_next).filter(|two| {
            let is_same = two.object == one.object && one.writes && two.writes;
            is_same && two.end < steps.len() && two.place.file() == one.place.file()
        })?;
        let is_over = steps[two.end..].iter().all(|step| step.thread != one.thread || step.operation().is_none());
        let calls = [one.start, two.start];
        // A call of a destructor is not in the source, but what it calls can be called by others as well.
        let is_destructor = names.source.function(two.place).is_some_and(|it| it.name == "drop")
            || names.call(two.start).is_some_and(|call| call.function == "drop");
        let is_separate = !is_destructor && names.are_separate_calls(calls);
        if is_over || is_separate || !is_idle(&steps[one.start..=two.end], Some(one.object)) {
            return None;
        }
        let drops = |place: Place| {
            let functions = names.source.functions(place.file());
            functions.is_some_and(|all| all.is_in_drop(position(place)))
        };
        (drops(two.place) && !drops(one.place)).then(|| {
            format!(
                "{thread} changes `{lock}` at {at}, and a destructor undoes that at {} before {thread} does \
                 anything else. A value that is bound to no name, or to `_`, is dropped at the end of its \
                 statement. Bind it to a name, such as `_permit`: then it lives until the end of the block.",
                names.line(two.place)
            )
        })
    })
}

/// The line of the `drop` that can have ended a critical section: before the next step of the thread in its file.
fn drop_after(section: &DataAccess, steps: &[Step], names: &Names) -> Option<String> {
    let place = section.place;
    let line = line_around("drop", (section.start, place), names)?;
    let is_next = |step: &&Step| {
        step.thread == section.thread
            && step.operation().is_some()
            && step.place.file() == place.file()
    };
    let next = steps[section.end..].iter().find(is_next);
    let locked = names.call(section.start).and_then(|call| call.line).unwrap_or(place.line());
    let is_between = locked < line && next.is_none_or(|next| line < next.place.line());
    is_between.then(|| file_line(place.file(), line))
}

/// Whether the lock protects `()`, as far as its file tells.
fn has_no_data(section: &DataAccess, steps: &[Step], source: &Source) -> bool {
    let StepKind::Unlocked { changed, value, .. } = &steps[section.end].kind else {
        return false;
    };
    let is_unit = is_unit(*changed, value.as_deref());
    let has_unit_lock =
        |line: &String| ["Mutex<()>", "RwLock<()>"].iter().any(|it| line.contains(it));
    is_unit
        && source.lines(section.place.file()).is_some_and(|lines| lines.iter().any(has_unit_lock))
}

/// Whether the thread of the first step does nothing that lasts, or that other threads can see, except at this lock;
/// at any lock, if it changes no data.
fn is_idle(steps: &[Step], lock: Option<ObjectId>) -> bool {
    let mut own = steps.iter().filter(|step| step.thread == steps[0].thread);
    let is_it = |object: ObjectId| lock.is_none_or(|lock| lock == object);
    own.all(|step| match &step.kind {
        StepKind::Operation { kind, object, .. } => match *kind {
            Kind::Sleep { .. } | Kind::Yield | Kind::NotifyOne | Kind::NotifyAll => true,
            Kind::Lock | Kind::Read | Kind::Write => is_it(*object),
            Kind::Wait { mutex, .. } | Kind::Wake { mutex, .. } => is_it(mutex),
            _ => false,
        },
        StepKind::Unlocked { object, changed, value } => {
            is_it(*object) && (lock.is_some() || is_unit(*changed, value.as_deref()))
        }
        _ => false,
    })
}

fn is_unit(changed: bool, value: Option<&str>) -> bool {
    !changed && value.is_none_or(|value| value == "()")
}
