//! A set of simulated threads, as a bit set.

/// Index of a simulated thread: 0 runs the body, the others count in the order they are spawned.
pub type Tid = usize;

/// The maximum number of threads in one execution.
pub const MAX_THREADS: usize = 32;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadSet(u32);

impl ThreadSet {
    pub const EMPTY: Self = Self(0);

    #[inline]
    pub fn only(thread: Tid) -> Self {
        Self(1 << thread)
    }

    #[inline]
    pub fn insert(&mut self, thread: Tid) {
        self.0 |= 1 << thread;
    }

    #[inline]
    pub fn remove(&mut self, thread: Tid) {
        self.0 &= !(1 << thread);
    }

    #[inline]
    pub fn contains(self, thread: Tid) -> bool {
        self.0 & (1 << thread) != 0
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[inline]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    #[inline]
    pub fn first(self) -> Option<Tid> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as Tid)
    }

    /// The member at position `n`, in ascending order.
    #[inline]
    pub fn nth(self, n: usize) -> Option<Tid> {
        self.iter().nth(n)
    }

    /// The member at the position that `choose` returns, given the size of the set.
    ///
    /// # Panics
    /// If the position is out of range.
    #[inline]
    pub fn choose(self, choose: impl FnOnce(usize) -> usize) -> Tid {
        match FEW.get(self.0 as usize) {
            Some(set) => set.members[choose(set.len.into())].into(),
            None => self.nth(choose(self.len())).expect("the position is in range"),
        }
    }

    #[inline]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[inline]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[inline]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    pub fn iter(self) -> impl Iterator<Item = Tid> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let next = (rest != 0).then(|| rest.trailing_zeros() as Tid)?;
            rest &= rest - 1;
            Some(next)
        })
    }
}

impl FromIterator<Tid> for ThreadSet {
    fn from_iter<I: IntoIterator<Item = Tid>>(threads: I) -> Self {
        threads.into_iter().map(Self::only).fold(Self::EMPTY, Self::or)
    }
}

/// Sets of this many threads are looked up in a table.
const FEW_THREADS: usize = 7;

struct Few {
    len: u8,
    members: [u8; FEW_THREADS],
}

/// All sets of few threads: random schedules choose a member at every step, and counting bits is
/// slower.
static FEW: [Few; 1 << FEW_THREADS] = {
    let mut sets = [const { Few { len: 0, members: [0; FEW_THREADS] } }; 1 << FEW_THREADS];
    let mut set = 0;
    while set != sets.len() {
        let mut thread = 0;
        while thread != FEW_THREADS {
            if set & (1 << thread) != 0 {
                sets[set].members[sets[set].len as usize] = thread as u8;
                sets[set].len += 1;
            }
            thread += 1;
        }
        set += 1;
    }
    sets
};

#[cfg(test)]
mod tests {
    use super::*;

    fn set(threads: impl IntoIterator<Item = Tid>) -> ThreadSet {
        threads.into_iter().collect()
    }

    #[test]
    fn each_member_can_be_chosen() {
        for set in (1..300).map(ThreadSet) {
            let members = (0..set.len()).map(|n| {
                set.choose(|members| {
                    assert_eq!(members, set.len());
                    n
                })
            });
            assert_eq!(members.collect::<Vec<_>>(), set.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn sets_have_the_members_of_sets() {
        let (odd, few) = (set([1, 3, 5, 31]), set([0, 1, 2, 3]));
        assert_eq!(odd.iter().collect::<Vec<_>>(), [1, 3, 5, 31]);
        assert_eq!(odd.or(few), set([0, 1, 2, 3, 5, 31]));
        assert_eq!(odd.and(few), set([1, 3]));
        assert_eq!(odd.without(few), set([5, 31]));
        assert_eq!((odd.len(), odd.first(), odd.nth(3), odd.nth(4)), (4, Some(1), Some(31), None));
        assert!(!odd.is_empty() && ThreadSet::EMPTY.is_empty());
        assert_eq!(ThreadSet::EMPTY.first(), None);
        let mut changed = odd;
        changed.insert(0);
        changed.insert(1);
        changed.remove(31);
        changed.remove(30);
        assert_eq!(changed, set([0, 1, 3, 5]));
        assert!(changed.contains(5) && !changed.contains(31));
    }
}
