//! A memory location: its stores in modification order, and the accesses to them.

use crate::event::EventId;
use crate::happens_before::HbClock;
use crate::op::Place;
use crate::thread_set::{ThreadSet, Tid};

/// The number of a store in execution order. Its position in the modification order can differ,
/// because a store may become older than stores that were executed before it.
pub(crate) type StoreId = usize;

#[derive(Debug)]
pub(crate) struct Location {
    stores: Vec<Store>,
    /// The modification order, the oldest store first.
    order: Vec<StoreId>,
    /// No thread can read a store before this position anymore.
    base: usize,
    /// Every access, in execution order.
    accesses: Vec<AtomicAccess>,
}

#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) value: u64,
    /// What an acquire load of this store synchronizes with; `None` for a plain relaxed store.
    pub(crate) view: Option<HbClock>,
    /// The event that made it; `None` for an initial value.
    pub(crate) event: Option<EventId>,
    pub(crate) thread: Tid,
    pub(crate) place: Place,
    /// Whether a read-modify-write made it, so that no store may come between it and its
    /// predecessor.
    pub(crate) is_rmw: bool,
}

/// An access that made or read a store.
#[derive(Debug)]
pub(crate) struct AtomicAccess {
    pub(crate) event: EventId,
    pub(crate) thread: Tid,
    /// The number of the event within its thread.
    pub(crate) ordinal: u16,
    pub(crate) store: StoreId,
    pub(crate) wrote: bool,
    /// What happened before the access, itself included; recorded only if there are `SeqCst`
    /// fences.
    pub(crate) known: Option<Box<HbClock>>,
}

/// A position in the coherence order of a location: a store precedes the loads that read it, and
/// those precede the next store. Loads of the same store have the same rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(usize);

impl Rank {
    /// The rank of a new store at `place` of the modification order.
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
    /// A location with this initial store.
    pub(crate) fn new(first: Store) -> Self {
        Self { stores: vec![first], order: vec![0], base: 0, accesses: Vec::new() }
    }

    /// The last position in the modification order.
    pub(crate) fn latest(&self) -> usize {
        self.order.len() - 1
    }

    /// The store at a position of the modification order.
    pub(crate) fn at(&self, place: usize) -> &Store {
        &self.stores[self.order[place]]
    }

    pub(crate) fn id_at(&self, place: usize) -> StoreId {
        self.order[place]
    }

    /// Whether another store can be inserted at this position.
    pub(crate) fn has_room(&self, place: usize) -> bool {
        self.order.get(place).is_none_or(|next| !self.stores[*next].is_rmw)
    }

    /// Inserts a store at this position of the modification order.
    pub(crate) fn insert(&mut self, place: usize, store: Store) {
        self.order.insert(place, self.stores.len());
        self.stores.push(store);
    }

    /// Appends a store that was made with exclusive access to the location.
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

    /// The access of the event.
    pub(crate) fn access_of(&self, event: EventId) -> &AtomicAccess {
        let found = self.accesses.binary_search_by_key(&event, |access| access.event);
        &self.accesses[found.expect("every access of the location is recorded")]
    }

    pub(crate) fn rank(&self, access: &AtomicAccess) -> Rank {
        let place = self.place_of(access.store);
        if access.wrote { Rank::of_store(place) } else { Rank::of_read(place) }
    }

    fn place_of(&self, store: StoreId) -> usize {
        let place = self.order.iter().rposition(|other| *other == store);
        place.expect("a store is never removed")
    }

    /// The oldest position that a thread with this clock may still read (coherence). The last known
    /// access of each thread suffices, because no thread reads backwards.
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
