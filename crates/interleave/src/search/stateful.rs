//! Search in order of preemptions that remembers states (Musuvathi and Qadeer: Iterative Context
//! Bounding, PLDI 2007; with the caching of Holzmann's bitstate hashing). What was explored from a state
//! is not explored again, so it gets to more preemptions than a search over schedules.
//!
//! A state is where each thread is and what it has read, the values of all atomics, and the order of
//! operations on other objects. What a thread has read in earlier rounds of a loop, and the budgets of
//! polling threads, are not a part of it, and it is kept as a hash, so the search is never complete.

use std::collections::HashSet;

use super::{AtomicValue, ChoicePoint, Mismatch, Next, Search};
use crate::event::Event;
use crate::messages;
use crate::op::{Access, Place};
use crate::schedule::Choice;
use crate::thread_set::{MAX_THREADS, Tid};

/// A choice, and the one before it.
struct Node {
    parent: u32,
    choice: Choice,
}

const ROOT: u32 = u32::MAX;

pub(crate) struct Stateful {
    nodes: Vec<Node>,
    /// The choices to try next, with as many preemptions as the current execution.
    now: Vec<u32>,
    /// Those with one more.
    later: Vec<u32>,
    seen: HashSet<u64>,
    /// The choices that lead to the first new state of this execution, and how many are done.
    path: Vec<Choice>,
    depth: usize,
    /// The last choice.
    node: u32,
    /// The state was seen before. Nothing is left for later from there on.
    is_known: bool,
    state: StateHash,
}

impl Default for Stateful {
    fn default() -> Self {
        Self {
            nodes: Vec::new(),
            now: Vec::new(),
            later: Vec::new(),
            seen: HashSet::new(),
            path: Vec::new(),
            depth: 0,
            node: ROOT,
            is_known: false,
            state: StateHash::default(),
        }
    }
}

impl Stateful {
    fn add(&mut self, parent: u32, thread: Tid, variant: usize) -> u32 {
        self.nodes.push(Node { parent, choice: Choice { thread, variant } });
        self.nodes.len() as u32 - 1
    }

    /// Chooses in a new state, and leaves the other choices for later.
    fn branch(&mut self, point: &ChoicePoint<'_>) -> Tid {
        let chosen = point.default_choice(point.enabled).expect("some thread is enabled");
        for thread in point.enabled.iter().filter(|thread| *thread != chosen) {
            let node = self.add(self.node, thread, 0);
            match point.is_preemption(thread) {
                true => self.later.push(node),
                false => self.now.push(node),
            }
        }
        self.node = self.add(self.node, chosen, 0);
        chosen
    }
}

impl Search for Stateful {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        self.state.absorb(point.log.events());
        self.depth += 1;
        if let Some(choice) = self.path.get(self.depth - 1) {
            return match point.enabled.contains(choice.thread) {
                true => Ok(choice.thread),
                false => Err(Mismatch::new(messages::NOT_ENABLED.to_owned())),
            };
        }
        self.is_known = self.is_known || !self.seen.insert(self.state.hash(point));
        if self.is_known {
            return Ok(point.default_choice(point.enabled).expect("some thread is enabled"));
        }
        Ok(self.branch(point))
    }

    fn variant(&mut self, count: usize) -> usize {
        let chosen = self.path.get(self.depth - 1).map_or(0, |choice| choice.variant);
        // Only the first execution that comes here leaves the other results for later.
        if self.depth >= self.path.len() && chosen == 0 && !self.is_known {
            let Node { parent, choice } = self.nodes[self.node as usize];
            for variant in 1..count {
                let node = self.add(parent, choice.thread, variant);
                self.now.push(node);
            }
        }
        chosen
    }

    fn needs_order(&self) -> bool {
        true
    }

    fn wants_values(&self) -> bool {
        true
    }

    fn value(&mut self, value: AtomicValue) {
        self.state.value = Some(value);
    }

    fn advance(&mut self) -> Next {
        self.depth = 0;
        self.is_known = false;
        self.state = StateHash::default();
        if self.now.is_empty() {
            std::mem::swap(&mut self.now, &mut self.later);
        }
        let Some(node) = self.now.pop() else {
            return Next::Nothing { complete: false };
        };
        self.node = node;
        self.path.clear();
        let mut at = node;
        while let Some(node) = self.nodes.get(at as usize) {
            self.path.push(node.choice);
            at = node.parent;
        }
        self.path.reverse();
        Next::Execution
    }
}

/// The hash of a state, kept up to date from event to event.
#[derive(Default)]
struct StateHash {
    /// What each thread has read.
    threads: [u64; MAX_THREADS],
    /// Where each thread has read, in this round of each loop, and the hash of everything up to there.
    known: [Vec<(u64, u64)>; MAX_THREADS],
    /// The order of the operations on each object that is not an atomic.
    objects: Vec<u64>,
    /// All objects: a sum, because they are numbered in the order of their first use.
    memory: u64,
    events: usize,
    /// The value that the last atomic operation read and wrote.
    value: Option<AtomicValue>,
}

impl StateHash {
    /// Takes note of the events since the last call.
    fn absorb(&mut self, events: &[Event]) {
        for event in &events[self.events..] {
            match self.value.take() {
                Some(value) => self.absorb_value(event, value),
                None => self.absorb_order(event),
            }
        }
        self.events = events.len();
    }

    fn absorb_value(&mut self, event: &Event, value: AtomicValue) {
        if let Some(read) = value.seen {
            self.read(event, mix(read, u64::from(value.written.is_some())));
        }
        if let Some(written) = value.written {
            let created = place(value.created);
            self.memory = self.memory.wrapping_sub(mix(created, value.before));
            self.memory = self.memory.wrapping_add(mix(created, written));
        }
    }

    /// A thread that reads again where it has read before is in the next round of a loop, and has forgotten
    /// what it has read since.
    fn read(&mut self, event: &Event, value: u64) {
        let place = place(event.place);
        let known = &mut self.known[event.thread()];
        if let Some(round) = known.iter().position(|(at, _)| *at == place) {
            known.truncate(round);
        }
        let before = known.last().map_or(0, |(_, hash)| *hash);
        let hash = mix(mix(before, place), value);
        known.push((place, hash));
        self.threads[event.thread()] = hash;
    }

    fn absorb_order(&mut self, event: &Event) {
        for (object, access) in event.footprint.iter() {
            let object = object as usize;
            if self.objects.len() <= object {
                self.objects.resize(object + 1, 0);
            }
            let (thread, order) = (&mut self.threads[event.thread()], &mut self.objects[object]);
            *thread = mix(*thread, *order);
            if access == Access::Write {
                self.memory = self.memory.wrapping_sub(mix(1, *order));
                *order = mix(mix(*order, *thread), place(event.place));
                self.memory = self.memory.wrapping_add(mix(1, *order));
            }
        }
    }

    /// The hash, with where each thread is.
    fn hash(&self, point: &ChoicePoint<'_>) -> u64 {
        let mut hash = self.memory;
        for (op, thread) in point.pending.iter().zip(self.threads) {
            hash = mix(mix(hash, thread), op.map_or(0, |op| place(op.place)));
        }
        hash
    }
}

fn place(place: Place) -> u64 {
    u64::from(place.line()) << 32 | u64::from(place.column())
}

/// The finalizer of SplitMix64, over both.
fn mix(hash: u64, value: u64) -> u64 {
    let mut z = hash.rotate_left(23) ^ value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
