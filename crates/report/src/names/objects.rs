//! Names for locks, atomics and other objects, taken from the source.

use std::collections::BTreeMap;

use crate::op::{Kind, Op};
use crate::operation::std_name;
use crate::primitive::Primitive;
use crate::source::{Source, user_line};
use crate::thread_set::Tid;
use crate::trace::{ObjectInfo, Step, TraceInfo};

/// The names that the source uses for one object.
#[derive(Default)]
struct SourceNames {
    /// Each name, and how often it is used.
    counts: Vec<(String, usize)>,
    /// The first name in each thread.
    first: BTreeMap<Tid, String>,
    /// `forks[0]`, if it is known to be this element.
    element: Option<String>,
}

impl SourceNames {
    fn add(&mut self, thread: Tid, name: String) {
        self.first.entry(thread).or_insert_with(|| name.clone());
        match self.counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((name, 1)),
        }
    }

    fn contains(&self, name: &str) -> bool {
        self.counts.iter().any(|(known, _)| known == name)
    }

    /// Of its own names the one that is used most often for all `similar` objects; the first of several.
    fn most_frequent<'a>(&self, similar: &[&'a Self]) -> Option<&'a str> {
        let all = similar.iter().flat_map(|other| &other.counts);
        let count = |name: &str| -> usize {
            all.clone().filter(|(known, _)| known == name).map(|(_, count)| count).sum()
        };
        let own = || all.clone().map(|(name, _)| name.as_str()).filter(|name| self.contains(name));
        let most = own().map(count).max()?;
        own().find(|name| count(name) == most)
    }

    /// Returns `true` if one thread uses two names for these two objects, and another thread uses them
    /// the other way round, like `from` and `to` in two opposite transfers.
    fn is_swapped_with(&self, other: &Self) -> bool {
        self.first.iter().any(|(thread, mine)| {
            other.first.get(thread).is_some_and(|theirs| {
                mine != theirs && self.contains(theirs) && other.contains(mine)
            })
        })
    }
}

/// Names each object as the source does most often, and numbers objects that would share a name.
pub(super) fn object_names(steps: &[Step], info: &TraceInfo, source: &Source) -> Vec<String> {
    let used = source_names(steps, info, source);
    let name = |(id, object): (usize, &ObjectInfo)| {
        let Some(own) = used.get(&id) else { return fallback(object) };
        if let Some(element) = &own.element {
            return element.clone();
        }
        let is_similar = |other: usize| {
            info.objects.get(other).is_some_and(|other| other.created == object.created)
        };
        let similar = used.iter().filter(|(other, _)| is_similar(**other));
        let similar: Vec<&SourceNames> = similar.map(|(_, names)| names).collect();
        match own.most_frequent(&similar) {
            Some(_) if used.values().any(|other| own.is_swapped_with(other)) => {
                object.type_name.to_owned()
            }
            Some(name) => name.to_owned(),
            None => fallback(object),
        }
    };
    let names = info.objects.iter().enumerate().map(name).collect();
    numbered(names, |id| used.contains_key(&id))
}

/// The names of each object, in finished operations and in those that threads are blocked in.
fn source_names(steps: &[Step], info: &TraceInfo, source: &Source) -> BTreeMap<usize, SourceNames> {
    let mut names: BTreeMap<usize, SourceNames> = BTreeMap::new();
    let finished = steps.iter().filter_map(|step| Some((step.thread, step.op()?)));
    let blocked = info.waits.iter().map(|wait| (wait.thread, wait.op));
    for (thread, Op { object, place, .. }) in
        finished.chain(blocked).filter(|(_, op)| has_receiver(op.kind))
    {
        let names = names.entry(object as usize).or_default();
        let index = info.objects.get(object as usize).and_then(|object| object.index);
        let element = || source.element_name(place, index?);
        names.element = names.element.take().or_else(element);
        if let Some(name) = source.receiver_name(place) {
            names.add(thread, name);
        }
    }
    names
}

/// Numbers the names that several of those have that appear.
pub(super) fn numbered(names: Vec<String>, appears: impl Fn(usize) -> bool) -> Vec<String> {
    let same_name = |id: usize, until: usize| {
        (0..until).filter(|other| appears(*other) && names[*other] == names[id]).count()
    };
    let number = |id: usize| match appears(id) && same_name(id, names.len()) > 1 {
        true => format!("{} #{}", names[id], same_name(id, id) + 1),
        false => names[id].clone(),
    };
    (0..names.len()).map(number).collect()
}

fn fallback(object: &ObjectInfo) -> String {
    match user_line(object.created) {
        Some(line) => format!("{} at {line}", object.type_name),
        None => object.type_name.to_owned(),
    }
}

/// Returns `true` if the operation is a method of its object, and the object is not a channel or a thread.
fn has_receiver(kind: Kind) -> bool {
    let is_method = std_name(kind).is_some() && kind != Kind::Fence;
    is_method && !matches!(Primitive::of(kind), Primitive::Channel | Primitive::Thread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(first: &str, second: &str) -> SourceNames {
        let mut names = SourceNames::default();
        names.add(1, first.to_owned());
        names.add(2, second.to_owned());
        names
    }

    #[test]
    fn swapped_names_are_recognized() {
        assert!(names("from", "to").is_swapped_with(&names("to", "from")));
        assert!(!names("place", "letter").is_swapped_with(&names("place", "letter")));
        assert!(!names("from", "from").is_swapped_with(&names("to", "to")));
    }

    #[test]
    fn similar_objects_share_a_name() {
        let (often, once) = (names("letter", "letter"), names("place", "letter"));
        assert_eq!(once.most_frequent(&[&once]), Some("place"));
        assert_eq!(once.most_frequent(&[&once, &often]), Some("letter"));
        let bob = names("bob", "bob");
        assert_eq!(bob.most_frequent(&[&often, &bob]), Some("bob"));
    }

    #[test]
    fn objects_with_the_same_name_get_numbers() {
        let names = ["cell", "cell", "age"].map(str::to_owned).to_vec();
        assert_eq!(numbered(names, |_| true), ["cell #1", "cell #2", "age"]);
    }
}
