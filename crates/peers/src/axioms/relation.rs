//! Relations between the events of one small execution, as a matrix of bits.

/// The maximum number of events of an execution.
pub const MAX_EVENTS: usize = 16;

/// A set of pairs of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relation([u16; MAX_EVENTS]);

/// The numbers of the bits that are set.
pub fn bits(mut set: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(next)
    })
}

impl Relation {
    /// Relates `from` to `to`.
    pub fn add(&mut self, from: usize, to: usize) {
        self.0[from] |= 1 << to;
    }

    /// The events that `from` is related to, as bits.
    pub fn after(&self, from: usize) -> u16 {
        self.0[from]
    }

    /// Whether `from` is related to `to`.
    pub fn has(&self, from: usize, to: usize) -> bool {
        self.0[from] & (1 << to) != 0
    }

    /// The union of both relations.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (row, more) in self.0.iter_mut().zip(other.0) {
            *row |= more;
        }
        self
    }

    /// The composition: from `a` to `c` if this relates `a` to some `b`, and `other` relates `b` to `c`.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        let mut result = Self::default();
        for (row, from) in result.0.iter_mut().zip(self.0) {
            *row = bits(from).fold(0, |all, middle| all | other.0[middle]);
        }
        result
    }

    /// The transitive closure (Warshall).
    #[must_use]
    pub fn closure(mut self) -> Self {
        for middle in 0..MAX_EVENTS {
            let further = self.0[middle];
            if further != 0 {
                for row in &mut self.0 {
                    if *row & (1 << middle) != 0 {
                        *row |= further;
                    }
                }
            }
        }
        self
    }

    /// The pairs from events in `from` to events in `to`.
    #[must_use]
    pub fn between(mut self, from: u16, to: u16) -> Self {
        for (event, row) in self.0.iter_mut().enumerate() {
            *row = if from & (1 << event) != 0 { *row & to } else { 0 };
        }
        self
    }

    /// This relation, with each event of `events` also related to itself.
    #[must_use]
    pub fn or_itself(mut self, events: u16) -> Self {
        bits(events).for_each(|event| self.add(event, event));
        self
    }

    /// Whether no event is related to itself.
    pub fn is_irreflexive(&self) -> bool {
        (0..MAX_EVENTS).all(|event| !self.has(event, event))
    }

    /// Whether the relation has no cycle.
    pub fn is_acyclic(self) -> bool {
        self.closure().is_irreflexive()
    }
}
