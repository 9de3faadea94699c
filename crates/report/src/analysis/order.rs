//! Accesses to several objects, or several changes of one, in an order that another thread can observe.

use super::accesses::DataAccess;
use super::races::SEARCHED;
use crate::op::Place;
use crate::thread_set::Tid;

/// What a reader sees of data and of an atomic that announces it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Announcement {
    pub(crate) reader: Tid,
    pub(crate) writer: Tid,
    /// The writes of the atomic and of the data.
    pub(crate) announces: DataAccess,
    pub(crate) writes: DataAccess,
    /// The reads of both.
    pub(crate) sees: DataAccess,
    pub(crate) reads: DataAccess,
}

/// A reader sees an atomic that the writer writes before the data.
pub(crate) fn announced_too_early(accesses: &[DataAccess]) -> Option<Announcement> {
    announcements(accesses)
        .find(|found| found.announces.start < found.writes.start && found.is_seen_first())
}

/// A reader reads the data before the atomic that announces it.
pub(crate) fn read_before_announcement(accesses: &[DataAccess]) -> Option<Announcement> {
    announcements(accesses).find(|found| {
        let reads_again = |access: &DataAccess| {
            access.thread == found.reader
                && access.object == found.reads.object
                && access.start > found.sees.start
        };
        // A flag that is set before the data and reset after them says that they are being changed.
        let is_bracket = |access: &DataAccess| {
            access.thread == found.writer
                && access.object == found.reads.object
                && access.writes
                && access.start > found.announces.start
        };
        found.writes.start < found.announces.start
            && !found.is_seen_first()
            && !accesses.iter().any(|access| reads_again(access) || is_bracket(access))
    })
}

impl Announcement {
    fn is_seen_first(&self) -> bool {
        self.sees.start < self.reads.start
    }
}

/// A reader sees an atomic that one thread writes before another one has written the data and the same atomic;
/// also the last of these writes.
pub(crate) fn announced_by_another(all: &[DataAccess]) -> Option<(Announcement, DataAccess)> {
    let searched = &all[..all.len().min(SEARCHED)];
    searched.iter().find_map(|sees| {
        let announces = announces(searched, sees)?;
        let is_data = |reads: &&DataAccess| {
            reads.thread == sees.thread
                && reads.object != sees.object
                && reads.reads
                && reads.start > sees.start
                && line(reads.place) != line(sees.place)
        };
        searched.iter().filter(is_data).find_map(|reads| {
            let mut writes =
                searched.iter().filter(|access| access.object == reads.object && access.writes);
            let is_owner =
                |access: &DataAccess| ![announces.thread, sees.thread].contains(&access.thread);
            let first = *writes.clone().find(|access| access.start > reads.start)?;
            let last = searched.iter().find(|access| {
                access.thread == first.thread
                    && access.object == sees.object
                    && access.writes
                    && access.start > first.start
            })?;
            let (reader, writer) = (sees.thread, first.thread);
            let (announces, writes, sees, reads) = match writes.all(is_owner) {
                true => (*announces, first, *sees, *reads),
                false => return None,
            };
            Some((Announcement { reader, writer, announces, writes, sees, reads }, *last))
        })
    })
}

/// The write of an atomic that another thread sees with this access, if it is the newest one.
fn announces<'a>(searched: &'a [DataAccess], sees: &DataAccess) -> Option<&'a DataAccess> {
    let is_source = |access: &&DataAccess| {
        access.writes && access.object == sees.object && access.start < sees.start
    };
    let announces = searched.iter().rfind(is_source)?;
    (!sees.is_lock && sees.reads && !sees.is_stale() && announces.thread != sees.thread)
        .then_some(announces)
}

/// Each atomic that a thread reads and another one has written, with other data that the reader reads
/// too early, at another line.
fn announcements(all: &[DataAccess]) -> impl Iterator<Item = Announcement> {
    let searched = &all[..all.len().min(SEARCHED)];
    let seen = searched.iter().filter_map(move |sees| Some((sees, announces(searched, sees)?)));
    seen.flat_map(move |(sees, announces)| {
        let reads = searched.iter().filter(move |reads| {
            reads.thread == sees.thread
                && reads.object != sees.object
                && reads.reads
                && !reads.writes
                && line(reads.place) != line(sees.place)
        });
        reads.filter_map(move |reads| {
            // In a program that writes in rounds, each round begins with data of the one before.
            let writes = searched.iter().find(|writes| {
                writes.thread == announces.thread && writes.object == reads.object && writes.writes
            })?;
            if writes.start < reads.start {
                return None;
            }
            let (reader, writer) = (sees.thread, announces.thread);
            let (announces, writes, sees, reads) = (*announces, *writes, *sees, *reads);
            Some(Announcement { reader, writer, announces, writes, sees, reads })
        })
    })
}

/// Two threads take a step each at two objects, and not in the same order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TwoSteps {
    /// The steps of the thread that comes first to the first object.
    pub(crate) first: (DataAccess, DataAccess),
    /// The steps of the thread that comes first to the second object.
    pub(crate) second: (DataAccess, DataAccess),
}

pub(crate) fn two_steps(accesses: &[DataAccess]) -> Option<TwoSteps> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    let takes = |access: &DataAccess| access.reads && access.writes;
    let pairs: Vec<(&DataAccess, &DataAccess)> = accesses
        .iter()
        .enumerate()
        .filter_map(|(at, one)| {
            let two = accesses[at + 1..].iter().find(|next| next.thread == one.thread)?;
            let differ = one.object != two.object && line(one.place) != line(two.place);
            (differ && takes(one) && takes(two) && one.end < two.start).then_some((one, two))
        })
        .collect();
    pairs.iter().enumerate().find_map(|(at, first)| {
        let second = pairs[at + 1..].iter().find(|second| {
            let alike = |a: &DataAccess, b: &DataAccess| {
                a.object == b.object && line(a.place) == line(b.place)
            };
            first.0.thread != second.0.thread
                && alike(first.0, second.0)
                && alike(first.1, second.1)
                && first.0.start < second.0.start
                && second.1.start < first.1.start
        })?;
        let copied = |(one, two): &(&DataAccess, &DataAccess)| (**one, **two);
        Some(TwoSteps { first: copied(first), second: copied(second) })
    })
}

/// A thread changes the data of one lock in several critical sections, and another thread locks it in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) one: DataAccess,
    pub(crate) between: DataAccess,
    pub(crate) two: DataAccess,
}

pub(crate) fn in_parts(accesses: &[DataAccess]) -> Option<Parts> {
    let accesses = &accesses[..accesses.len().min(SEARCHED)];
    accesses.iter().enumerate().find_map(|(at, one)| {
        let is_next = |next: &&DataAccess| next.thread == one.thread && next.object == one.object;
        // It may only read before the next change.
        let two = accesses[at + 1..].iter().filter(is_next).find(|next| next.writes)?;
        let between = accesses.iter().find(|other| {
            other.thread != one.thread
                && other.object == one.object
                && one.end < other.start
                && other.start < two.start
        })?;
        let (one, between, two) = (*one, *between, *two);
        (one.is_lock && one.writes).then_some(Parts { one, between, two })
    })
}

fn line(place: Place) -> (&'static str, u32) {
    (place.file(), place.line())
}
