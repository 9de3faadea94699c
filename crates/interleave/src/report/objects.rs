//! What a report calls locks, atomics and the like: what the source calls them.

use std::collections::BTreeMap;

use super::names;
use super::receiver::receiver;
use super::source::Source;
use crate::op::{Kind, ObjectId};
use crate::thread_set::Tid;
use crate::trace::{Cast, Deed, Role, Step};

/// How one object is called: each name, how often, and by which threads it was so called first.
#[derive(Default)]
struct Calls {
    names: Vec<(String, usize)>,
    first: BTreeMap<Tid, String>,
}

impl Calls {
    fn add(&mut self, thread: Tid, name: String) {
        self.first.entry(thread).or_insert_with(|| name.clone());
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => self.names.push((name, 1)),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(known, _)| known == name)
    }

    /// The name that was given most often; of several, the first.
    fn most(&self) -> Option<&str> {
        let most = self.names.iter().map(|(_, count)| *count).max()?;
        self.names.iter().find(|(_, count)| *count == most).map(|(name, _)| name.as_str())
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
pub(super) fn objects(steps: &[Step], cast: &Cast, source: &Source) -> Vec<String> {
    let mut calls: BTreeMap<ObjectId, Calls> = BTreeMap::new();
    for step in steps {
        let Deed::Operation { kind, object, .. } = &step.deed else { continue };
        if !has_a_name(*kind) {
            continue;
        }
        let lines = source.lines(step.place);
        let name = lines.and_then(|lines| receiver(&lines, step.place.line(), step.place.column()));
        let calls = calls.entry(*object).or_default();
        if let Some(name) = name {
            calls.add(step.thread, name);
        }
    }
    let name = |(id, role): (usize, &Role)| {
        let Some(own) = calls.get(&(id as ObjectId)) else { return fallback(role) };
        let is_swapped = calls.values().any(|other| own.are_swapped(other));
        match own.most() {
            Some(_) if is_swapped => role.sort.to_owned(),
            Some(name) => name.to_owned(),
            None => fallback(role),
        }
    };
    let names = cast.objects.iter().enumerate().map(name).collect();
    numbered(names, |id| calls.contains_key(&(id as ObjectId)))
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

fn fallback(role: &Role) -> String {
    match names::place(role.created) {
        Some(place) => format!("{} of {place}", role.sort),
        None => role.sort.to_owned(),
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
    fn objects_of_one_name_get_numbers() {
        let names = ["cell", "cell", "age"].map(str::to_owned).to_vec();
        assert_eq!(numbered(names, |_| true), ["cell #1", "cell #2", "age"]);
    }
}
