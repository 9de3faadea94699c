//! What a report calls locks, atomics and the like: what the source calls them.

use super::names;
use super::numbered::Numbered;
use super::receiver_name::receiver;
use super::source::Source;
use crate::op::Kind;
use crate::thread_set::Tid;
use crate::trace::{ObjectInfo, Step, StepKind, TraceInfo};

/// How one object is called: each name, how often, and by which threads it was so called first.
#[derive(Default)]
struct Calls {
    names: Vec<(String, usize)>,
    first: Numbered<String>,
}

impl Calls {
    fn add(&mut self, thread: Tid, name: String) {
        let first = self.first.entry(thread);
        if first.is_empty() {
            first.clone_from(&name);
        }
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => self.names.push((name, 1)),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(known, _)| known == name)
    }

    /// The name of its own that is given most often to it and its likes; of several, the first.
    fn most<'a>(&self, likes: &[&'a Self]) -> Option<&'a str> {
        let count = |name: &str| -> usize {
            let calls = likes.iter().flat_map(|like| &like.names);
            calls.filter(|(known, _)| known == name).map(|(_, count)| count).sum()
        };
        let all = likes.iter().flat_map(|like| &like.names).map(|(name, _)| name.as_str());
        let own = || all.clone().filter(|name| self.has(name));
        let most = own().map(count).max()?;
        own().find(|name| count(name) == most)
    }

    /// Whether two names tell the two objects apart in one thread, and the other way round in
    /// another: `from` and `to` of a transfer there and back. Then neither name can stay.
    fn are_swapped(&self, other: &Self) -> bool {
        self.first.iter().any(|(thread, mine)| {
            other
                .first
                .get(thread)
                .is_some_and(|theirs| mine != theirs && self.has(theirs) && other.has(mine))
        })
    }
}

/// Each object is called what the source calls it most often; a number tells those apart that the
/// source calls the same.
pub(crate) fn objects(steps: &[Step], info: &TraceInfo, source: &Source) -> Vec<String> {
    let calls = calls(steps, info, source);
    let name = |(id, object): (usize, &ObjectInfo)| {
        let Some(own) = calls.get(id) else { return fallback(object) };
        let is_like = |other: usize| {
            info.objects.get(other).is_some_and(|other| other.created == object.created)
        };
        let likes = calls.iter().filter(|(other, _)| is_like(*other));
        let likes: Vec<&Calls> = likes.map(|(_, calls)| calls).collect();
        match own.most(&likes) {
            Some(_) if calls.iter().any(|(_, other)| own.are_swapped(other)) => {
                object.type_name.to_owned()
            }
            Some(name) => name.to_owned(),
            None => fallback(object),
        }
    };
    let names = info.objects.iter().enumerate().map(name).collect();
    numbered(names, |id| calls.get(id).is_some())
}

/// How each object is called, by steps that were taken and by those that threads still wait for.
fn calls(steps: &[Step], info: &TraceInfo, source: &Source) -> Numbered<Calls> {
    let mut calls: Numbered<Calls> = Numbered::default();
    let taken = steps.iter().filter_map(|step| match step.kind {
        StepKind::Operation { kind, object, .. } => Some((step.thread, kind, object, step.place)),
        _ => None,
    });
    let pending =
        info.waits.iter().map(|wait| (wait.thread, wait.op.kind, wait.op.object, wait.op.place));
    for (thread, kind, object, place) in taken.chain(pending) {
        if !has_a_name(kind) {
            continue;
        }
        let lines = source.lines(place);
        let name = lines.and_then(|lines| receiver(&lines, place.line(), place.column()));
        let calls = calls.entry(object as usize);
        if let Some(name) = name {
            calls.add(thread, name);
        }
    }
    calls
}

fn numbered(names: Vec<String>, appears: impl Fn(usize) -> bool) -> Vec<String> {
    let alike = |id: usize, until: usize| {
        (0..until).filter(|other| appears(*other) && names[*other] == names[id]).count()
    };
    let number = |id: usize| match appears(id) && alike(id, names.len()) > 1 {
        true => format!("{} #{}", names[id], alike(id, id) + 1),
        false => names[id].clone(),
    };
    (0..names.len()).map(number).collect()
}

fn fallback(object: &ObjectInfo) -> String {
    match names::place(object.created) {
        Some(place) => format!("{} of {place}", object.type_name),
        None => object.type_name.to_owned(),
    }
}

/// Whether `object` is a lock, a condvar, an atomic, a barrier or a once.
fn has_a_name(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Lock
            | Kind::TryLock
            | Kind::Read
            | Kind::TryRead
            | Kind::Write
            | Kind::TryWrite
            | Kind::Wait { .. }
            | Kind::NotifyOne
            | Kind::NotifyAll
            | Kind::Load
            | Kind::Store
            | Kind::Update
            | Kind::CompareExchange
            | Kind::Arrive
            | Kind::Enter
            | Kind::IsComplete
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(first: &str, second: &str) -> Calls {
        let mut calls = Calls::default();
        calls.add(1, first.to_owned());
        calls.add(2, second.to_owned());
        calls
    }

    #[test]
    fn names_that_change_places_are_not_used() {
        assert!(called("from", "to").are_swapped(&called("to", "from")));
        assert!(!called("place", "letter").are_swapped(&called("place", "letter")));
        assert!(!called("from", "from").are_swapped(&called("to", "to")));
    }

    #[test]
    fn likes_are_called_alike() {
        let (often, once) = (called("letter", "letter"), called("place", "letter"));
        assert_eq!(once.most(&[&once]), Some("place"));
        assert_eq!(once.most(&[&once, &often]), Some("letter"));
        let bob = called("bob", "bob");
        assert_eq!(bob.most(&[&often, &bob]), Some("bob"));
    }

    #[test]
    fn objects_of_one_name_get_numbers() {
        let names = ["cell", "cell", "age"].map(str::to_owned).to_vec();
        assert_eq!(numbered(names, |_| true), ["cell #1", "cell #2", "age"]);
    }
}
