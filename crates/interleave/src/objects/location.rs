//! A location in memory: every store to it in modification order, and who has touched which.

use crate::event::EventId;
use crate::happens_before::HbClock;
use crate::op::Place;
use crate::thread_set::{ThreadSet, Tid};

/// The number of a store: how many were executed before it. Its place in the modification order is
/// another thing, for a store may become older than ones that were executed before it.
pub(crate) type StoreId = usize;

#[derive(Debug)]
pub(crate) struct Location {
    /// Its number among the locations.
    pub(crate) number: usize,
    stores: Vec<Store>,
    /// The modification order, the oldest first.
    order: Vec<StoreId>,
    /// What is before this place nobody can read any more, whatever he knows.
    base: usize,
    /// Each access, in the order of the execution.
    accesses: Vec<AtomicAccess>,
}

#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) value: u64,
    /// What whoever reads it with `Acquire` learns: nothing from a relaxed store.
    pub(crate) view: Option<HbClock>,
    pub(crate) thread: Tid,
    pub(crate) place: Place,
    /// Whether it changes the store before it, so that nothing comes between the two.
    pub(crate) is_rmw: bool,
}

/// An access: of a store that it made, or that it read.
#[derive(Debug)]
pub(crate) struct AtomicAccess {
    pub(crate) event: EventId,
    pub(crate) thread: Tid,
    /// Which of its thread's events it is.
    pub(crate) ordinal: u16,
    pub(crate) store: StoreId,
    pub(crate) wrote: bool,
    /// What happened before it, itself included; kept for `SeqCst` fences alone.
    pub(crate) known: Option<Box<HbClock>>,
}

/// A place in the coherence order of a location: a store comes before those that read it, and they
/// come before the next store. Two that read one store have the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(usize);

impl Rank {
    /// That of a store that is not there yet, and will be at `place` of the modification order.
    pub(crate) fn of_new(place: usize) -> Self {
        Self(4 * place - 1)
    }

    pub(crate) fn of_read(place: usize) -> Self {
        Self(4 * place + 2)
    }

    fn of_store(place: usize) -> Self {
        Self(4 * place)
    }
}

impl Location {
    /// A location that begins with this store.
    pub(crate) fn new(number: usize, first: Store) -> Self {
        Self { number, stores: vec![first], order: vec![0], base: 0, accesses: Vec::new() }
    }

    /// The last place in the modification order.
    pub(crate) fn latest(&self) -> usize {
        self.order.len() - 1
    }

    /// The store at a place of the modification order.
    pub(crate) fn at(&self, place: usize) -> &Store {
        &self.stores[self.order[place]]
    }

    pub(crate) fn id_at(&self, place: usize) -> StoreId {
        self.order[place]
    }

    /// Whether another store can come to this place, before the one that is there.
    pub(crate) fn has_room(&self, place: usize) -> bool {
        self.order.get(place).is_none_or(|next| !self.stores[*next].is_rmw)
    }

    /// Adds a store at this place of the modification order.
    pub(crate) fn insert(&mut self, place: usize, store: Store) {
        self.order.insert(place, self.stores.len());
        self.stores.push(store);
    }

    /// Adds the newest store, made by somebody who has the location to itself.
    pub(crate) fn restart(&mut self, store: Store) {
        self.insert(self.order.len(), store);
        self.base = self.latest();
    }

    pub(crate) fn record(&mut self, access: AtomicAccess) {
        self.accesses.push(access);
    }

    pub(crate) fn accesses(&self) -> &[AtomicAccess] {
        &self.accesses
    }

    /// The access that `event` was.
    pub(crate) fn access_of(&self, event: EventId) -> &AtomicAccess {
        let found = self.accesses.binary_search_by_key(&event, |access| access.event);
        &self.accesses[found.expect("an access of the location is noted")]
    }

    pub(crate) fn rank(&self, access: &AtomicAccess) -> Rank {
        let place = self.place_of(access.store);
        if access.wrote { Rank::of_store(place) } else { Rank::of_read(place) }
    }

    fn place_of(&self, store: StoreId) -> usize {
        let place = self.order.iter().rposition(|other| *other == store);
        place.expect("a store stays in the order")
    }

    /// The oldest place that whoever has this knowledge may still read: coherence. Of each thread its
    /// last access that is known says all, for none goes back.
    pub(crate) fn oldest(&self, known: &HbClock) -> usize {
        let mut oldest = self.base;
        let mut seen = ThreadSet::EMPTY;
        for access in self.accesses.iter().rev() {
            if !seen.contains(access.thread) && known.has(access.thread, access.ordinal) {
                seen.insert(access.thread);
                oldest = oldest.max(self.place_of(access.store));
                if oldest == self.latest() {
                    break;
                }
            }
        }
        oldest
    }
}
