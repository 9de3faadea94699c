//! Accesses to several objects, or several changes of one, in an order that another thread can observe.

use super::accesses::DataAccess;
use super::races::{SEARCHED, between, pairs};
use crate::op::Place;
use crate::thread_set::Tid;

/// What a reader sees of data and of an atomic that announces it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Announcement<'a> {
    /// The writes of the atomic and of the data.
    pub(crate) announces: &'a DataAccess,
    pub(crate) writes: &'a DataAccess,
    /// The reads of both.
    pub(crate) sees: &'a DataAccess,
    pub(crate) reads: &'a DataAccess,
}

/// A reader sees an atomic that the writer writes before the data.
pub(crate) fn announced_too_early(accesses: &[DataAccess]) -> Option<Announcement<'_>> {
    announcements(accesses)
        .find(|found| found.announces.start < found.writes.start && found.is_seen_first())
}

/// A reader reads the data before the atomic that announces it.
pub(crate) fn read_before_announcement(accesses: &[DataAccess]) -> Option<Announcement<'_>> {
    announcements(accesses).find(|found| {
        let reads_again = |access: &DataAccess| {
            access.thread == found.reads.thread && access.start > found.sees.start
        };
        // A flag that is set before the data and reset after them says that they are being changed.
        let is_bracket = |access: &DataAccess| {
            let is_later = access.start > found.announces.start;
            access.thread == found.writes.thread && access.writes && is_later
        };
        let mut of_data = accesses.iter().filter(|access| access.object == found.reads.object);
        found.writes.start < found.announces.start
            && !found.is_seen_first()
            && !of_data.any(|access| reads_again(access) || is_bracket(access))
    })
}

impl Announcement<'_> {
    pub(crate) fn is_seen_first(&self) -> bool {
        self.sees.start < self.reads.start
    }
}

/// A reader sees an atomic that one thread writes before another one has written the data and the same atomic;
/// also the last of these writes.
pub(crate) fn announced_by_another(all: &[DataAccess]) -> Option<(Announcement<'_>, &DataAccess)> {
    let searched = &all[..all.len().min(SEARCHED)];
    searched.iter().find_map(|sees| {
        let announces = announces(searched, sees)?;
        let is_data = |reads: &&DataAccess| is_data(reads, sees) && reads.start > sees.start;
        searched.iter().filter(is_data).find_map(|reads| {
            let mut owners =
                searched.iter().filter(|access| access.object == reads.object && access.writes);
            let writes = owners.clone().find(|access| access.start > reads.start)?;
            let last = searched.iter().find(|access| {
                access.thread == writes.thread
                    && access.object == sees.object
                    && access.writes
                    && access.start > writes.start
            })?;
            let others = [announces.thread, sees.thread];
            let is_owned = owners.all(|access| !others.contains(&access.thread));
            is_owned.then_some((Announcement { announces, writes, sees, reads }, last))
        })
    })
}

/// The write of an atomic that another thread sees with this access, if it is the newest one.
fn announces<'a>(searched: &'a [DataAccess], sees: &DataAccess) -> Option<&'a DataAccess> {
    let is_source = |access: &&DataAccess| {
        access.writes && access.object == sees.object && access.start < sees.start
    };
    let announces = searched.iter().rfind(is_source)?;
    (!sees.is_lock && sees.reads && sees.newest.is_none() && announces.thread != sees.thread)
        .then_some(announces)
}

/// Whether a thread that sees an atomic reads other data, at another line.
fn is_data(reads: &DataAccess, sees: &DataAccess) -> bool {
    reads.thread == sees.thread
        && reads.object != sees.object
        && reads.reads
        && line(reads.place) != line(sees.place)
}

/// Each atomic that a thread reads and another one has written, with other data that the reader reads
/// too early.
fn announcements(all: &[DataAccess]) -> impl Iterator<Item = Announcement<'_>> {
    let searched = &all[..all.len().min(SEARCHED)];
    let seen = searched.iter().filter_map(move |sees| Some((sees, announces(searched, sees)?)));
    seen.flat_map(move |(sees, announces)| {
        let reads = searched.iter().filter(move |reads| is_data(reads, sees) && !reads.writes);
        reads.filter_map(move |reads| {
            // In a program that writes in rounds, each round begins with data of the one before.
            let writes = searched.iter().find(|writes| {
                writes.thread == announces.thread && writes.object == reads.object && writes.writes
            })?;
            (reads.start <= writes.start).then_some(Announcement { announces, writes, sees, reads })
        })
    })
}

/// Two threads take a step each at two objects, and not in the same order: the steps of the thread that comes first to
/// the first object, and the thread that comes first to the second one.
pub(crate) fn two_steps(accesses: &[DataAccess]) -> Option<(&DataAccess, &DataAccess, Tid)> {
    let takes = |access: &DataAccess| access.reads && access.writes;
    let alike =
        |a: &DataAccess, b: &DataAccess| a.object == b.object && line(a.place) == line(b.place);
    let pairs = pairs(accesses, |access| access.thread).filter(|(one, two)| {
        let differ = one.object != two.object && line(one.place) != line(two.place);
        differ && takes(one) && takes(two) && one.end < two.start
    });
    let pairs: Vec<_> = pairs.collect();
    pairs.iter().enumerate().find_map(|(at, (one, two))| {
        let (first, _) = pairs[at + 1..].iter().find(|(first, second)| {
            one.thread != first.thread
                && alike(one, first)
                && alike(two, second)
                && one.start < first.start
                && second.start < two.start
        })?;
        Some((*one, *two, first.thread))
    })
}

/// A thread changes the data of one lock in several critical sections, and another thread locks it in between: two of
/// these sections, and that of the other thread.
pub(crate) fn in_parts(accesses: &[DataAccess]) -> Option<[&DataAccess; 3]> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    accesses.iter().enumerate().find_map(|(at, one)| {
        let is_next = |next: &&DataAccess| next.thread == one.thread && next.object == one.object;
        // It may only read before the next change.
        let two = accesses[at + 1..].iter().filter(is_next).find(|next| next.writes)?;
        let between = between(accesses, one, two).find(|other| other.object == one.object)?;
        (one.is_lock && one.writes).then_some([one, two, between])
    })
}

fn line(place: Place) -> (&'static str, u32) {
    (place.file(), place.line())
}
