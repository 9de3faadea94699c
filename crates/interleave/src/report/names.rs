//! What a report calls threads, objects and lines.

use std::collections::BTreeMap;

use super::receiver::receiver;
use super::source::{Source, is_theirs, spot};
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::Tid;
use crate::trace::{Cast, Deed, Role, Step};

/// The longest name of a thread that is shown whole.
const LONGEST: usize = 18;

pub(super) struct Names {
    threads: Vec<String>,
    objects: Vec<String>,
    pub(super) source: Source,
}

impl Names {
    pub(super) fn new(steps: &[Step], cast: &Cast) -> Self {
        let source = Source::default();
        let objects = objects(steps, cast, &source);
        Self { threads: threads(&cast.threads), objects, source }
    }

    pub(super) fn thread(&self, thread: Tid) -> &str {
        self.threads.get(thread).map_or("a thread", String::as_str)
    }

    pub(super) fn object(&self, object: ObjectId) -> &str {
        self.objects.get(object as usize).map_or("it", String::as_str)
    }

    /// What the expression before the method at `place` says.
    pub(super) fn receiver(&self, place: Place) -> Option<String> {
        receiver(&self.source.lines(place)?, place.line(), place.column())
    }
}

/// `cat.rs:41`, if it is a line that somebody wrote who reads the report.
pub(super) fn place(place: Place) -> Option<String> {
    is_theirs(place.file()).then(|| spot(place.file(), place.line()))
}

/// Names of threads, each different and on one short line.
pub(super) fn threads(labels: &[String]) -> Vec<String> {
    let clean: Vec<String> = labels.iter().map(|label| clean(label)).collect();
    let name = |(tid, name): (usize, &String)| {
        let earlier = clean[..tid].iter().filter(|other| *other == name).count();
        let several = earlier > 0 || clean[tid + 1..].contains(name);
        if several { format!("{name} #{}", earlier + 1) } else { name.clone() }
    };
    clean.iter().enumerate().map(name).collect()
}

fn clean(label: &str) -> String {
    let label: String = label.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match label.chars().count() > LONGEST {
        true => label.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => label,
    }
}

/// Each object is called what the source calls it most often; a number tells those apart that the
/// source calls the same.
fn objects(steps: &[Step], cast: &Cast, source: &Source) -> Vec<String> {
    let mut votes: BTreeMap<ObjectId, Vec<(String, usize)>> = BTreeMap::new();
    for step in steps {
        let Deed::Operation { kind, object, .. } = &step.deed else { continue };
        if !has_a_name(*kind) {
            continue;
        }
        let lines = source.lines(step.place);
        let name = lines.and_then(|lines| receiver(&lines, step.place.line(), step.place.column()));
        let votes = votes.entry(*object).or_default();
        let Some(name) = name else { continue };
        match votes.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => votes.push((name, 1)),
        }
    }
    let mut names = vec![String::new(); cast.objects.len()];
    for (id, role) in cast.objects.iter().enumerate() {
        names[id] = votes
            .get(&(id as ObjectId))
            .and_then(|votes| most(votes))
            .unwrap_or_else(|| fallback(role));
    }
    numbered(names, |id| votes.contains_key(&(id as ObjectId)))
}

/// The name that was given most often; of several, the first.
fn most(votes: &[(String, usize)]) -> Option<String> {
    let most = votes.iter().map(|(_, count)| *count).max()?;
    votes.iter().find(|(_, count)| *count == most).map(|(name, _)| name.clone())
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
    match place(role.created) {
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

    #[test]
    fn threads_of_one_name_get_numbers() {
        let labels = ["main", "worker", "worker"].map(str::to_owned);
        assert_eq!(threads(&labels), ["main", "worker #1", "worker #2"]);
    }

    #[test]
    fn names_of_threads_are_short_and_on_one_line() {
        let labels = ["a\nb".to_owned(), "the one that carries the coffee".to_owned()];
        assert_eq!(threads(&labels), ["a b", "the one that carr…"]);
    }
}
