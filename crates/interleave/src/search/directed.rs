//! Schedules that are directed at races: where a thread is about to do something, it is held while the
//! others go on. For a program that is too large to explore, they find in a few executions what few
//! random schedules show.
//!
//! First, the threads take turns at different speeds, in two ways. Then each place
//! in the source gets its schedules, in the order in which executions reach them: threads that come to
//! it are held before it. They continue when no other thread can, or after others have done a number of
//! operations that conflict with the one that is held.

use super::{ChoicePoint, Mismatch, Next, Search};
use crate::op::Place;
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};

/// What is held in one schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hold {
    place: usize,
    /// The number of times that a thread passes the place before it is held there.
    passes: u16,
    /// After how many conflicting operations of others a thread continues, if only one thread at a time
    /// is held; `None` if all are, until no other thread can continue.
    conflicts: Option<u16>,
    /// The only thread that is held; `None` for all.
    only: Option<Tid>,
}

/// The schedules of a place in a round: how often threads pass it, whether each of its threads is held
/// alone, and when they continue.
struct Round {
    passes: u16,
    alone: bool,
    conflicts: &'static [Option<u16>],
}

const ROUNDS: [Round; 7] = [
    Round { passes: 0, alone: false, conflicts: &[None, Some(1)] },
    Round { passes: 0, alone: false, conflicts: &[Some(2), Some(3)] },
    Round { passes: 1, alone: false, conflicts: &[None, Some(1), Some(2), Some(3)] },
    Round { passes: 0, alone: true, conflicts: &[None, Some(1), Some(2), Some(3)] },
    Round { passes: 1, alone: true, conflicts: &[None, Some(1), Some(2), Some(3)] },
    Round { passes: 2, alone: true, conflicts: &[None, Some(1), Some(2), Some(3)] },
    Round { passes: 3, alone: true, conflicts: &[None, Some(1), Some(2), Some(3)] },
];

/// A place that some execution has reached, and by which threads.
struct Reached {
    place: Place,
    threads: ThreadSet,
    /// How many operations conflicted with those that were held there, when they were held for as long as
    /// possible; a schedule that waits for more is the same.
    conflicts: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// The thread number `n` does `n` operations, then it is the turn of the next one.
    Turns,
    /// The other way around: later threads do fewer operations in a turn.
    ReverseTurns,
    Hold(Hold),
}

pub(crate) struct Directed {
    places: Vec<Reached>,
    plan: Plan,
    /// The round, and the schedule of the current place in it.
    round: usize,
    variation: usize,
    /// How many operations the current thread has left in its turn.
    left: usize,
    /// How many operations at the place of the hold each thread has done.
    passed: [u16; MAX_THREADS],
    /// The threads that have been held, and continue.
    released: ThreadSet,
    /// How many conflicting operations the others have done since a thread is held.
    conflicts: u16,
    /// The thread that continues after it was held.
    favored: Option<Tid>,
}

impl Default for Directed {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            plan: Plan::Turns,
            round: 0,
            variation: 0,
            left: 0,
            passed: [0; MAX_THREADS],
            released: ThreadSet::EMPTY,
            conflicts: 0,
            favored: None,
        }
    }
}

impl Directed {
    fn take_turns(&mut self, point: &ChoicePoint<'_>, turn: impl Fn(Tid) -> usize) -> Tid {
        if !(self.left > 0 && point.enabled.contains(point.current)) {
            let mut after = (1..=MAX_THREADS).map(|by| (point.current + by) % MAX_THREADS);
            let next = after.find(|tid| point.enabled.contains(*tid));
            let next = next.expect("some thread is enabled");
            self.left = turn(next).saturating_sub(1);
            return next;
        }
        self.left -= 1;
        point.current
    }

    /// The threads that are held before their next operation.
    fn held(&self, point: &ChoicePoint<'_>, hold: Hold) -> ThreadSet {
        let place = self.places[hold.place].place;
        let mut held = ThreadSet::EMPTY;
        for (tid, op) in point.pending.iter().enumerate() {
            if op.is_some_and(|op| op.place == place)
                && hold.only.is_none_or(|only| only == tid)
                && !self.released.contains(tid)
                && self.passed[tid] == hold.passes
            {
                held.insert(tid);
                if hold.conflicts.is_some() {
                    break;
                }
            }
        }
        held
    }

    fn pick_with(&mut self, point: &ChoicePoint<'_>, hold: Hold) -> Tid {
        let held = self.held(point, hold);
        self.count_conflict(point, held);
        if let (Some(limit), Some(tid)) = (hold.conflicts, held.first())
            && self.conflicts >= limit
            && point.enabled.contains(tid)
        {
            return self.release(tid);
        }
        let others = point.enabled.without(held);
        if let Some(tid) = self.favored.filter(|tid| others.contains(*tid)) {
            return tid;
        }
        let before = self.places[hold.place].threads.without(self.released);
        let first = point.default_choice(others.and(before));
        match first.or_else(|| point.default_choice(others)) {
            Some(tid) => tid,
            None => self.release(point.enabled.first().expect("some thread is enabled")),
        }
    }

    /// Counts the last operation if it conflicts with one that is held.
    fn count_conflict(&mut self, point: &ChoicePoint<'_>, held: ThreadSet) {
        if let Some(event) = point.log.events().last() {
            let conflicts = |tid| point.next_of(tid).footprint().conflicts(&event.footprint);
            let conflicts = held.iter().any(|tid| tid != event.thread() && conflicts(tid));
            self.conflicts += u16::from(conflicts);
        }
    }

    fn release(&mut self, tid: Tid) -> Tid {
        self.released.insert(tid);
        self.favored = Some(tid);
        tid
    }

    /// Notes that `tid` does its next operation.
    fn record(&mut self, point: &ChoicePoint<'_>, tid: Tid) {
        let place = point.next_of(tid).place;
        let known = self.places.iter().position(|reached| reached.place == place);
        let index = known.unwrap_or_else(|| {
            self.places.push(Reached { place, threads: ThreadSet::EMPTY, conflicts: 0 });
            self.places.len() - 1
        });
        self.places[index].threads.insert(tid);
        if matches!(self.plan, Plan::Hold(hold) if hold.place == index) {
            self.passed[tid] = self.passed[tid].saturating_add(1);
        }
    }

    /// The next plan; `None` after the last one.
    fn next_plan(&mut self) -> Option<Plan> {
        let mut place = match self.plan {
            Plan::Turns => return Some(Plan::ReverseTurns),
            Plan::ReverseTurns => 0,
            Plan::Hold(hold) => {
                self.variation += 1;
                hold.place
            }
        };
        while let Some(round) = ROUNDS.get(self.round) {
            let Some(reached) = self.places.get(place) else {
                (self.round, self.variation, place) = (self.round + 1, 0, 0);
                continue;
            };
            let threads = if round.alone { reached.threads.iter().count() } else { 1 };
            if self.variation < round.conflicts.len() * threads {
                let conflicts = round.conflicts[self.variation % round.conflicts.len()];
                if conflicts.is_some_and(|conflicts| conflicts > reached.conflicts) {
                    self.variation += 1;
                    continue;
                }
                let alone = || reached.threads.iter().nth(self.variation / round.conflicts.len());
                return Some(Plan::Hold(Hold {
                    place,
                    passes: round.passes,
                    conflicts,
                    only: if round.alone { alone() } else { None },
                }));
            }
            (place, self.variation) = (place + 1, 0);
        }
        None
    }
}

impl Search for Directed {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        let tid = match self.plan {
            Plan::Turns => self.take_turns(point, |tid| tid),
            Plan::ReverseTurns => self.take_turns(point, |tid| point.pending.len() - tid),
            Plan::Hold(hold) => self.pick_with(point, hold),
        };
        self.record(point, tid);
        Ok(tid)
    }

    fn variant(&mut self, _count: usize) -> usize {
        0
    }

    fn advance(&mut self) -> Next {
        if let Plan::Hold(Hold { place, conflicts: None, .. }) = self.plan {
            self.places[place].conflicts = self.conflicts;
        }
        (self.left, self.conflicts) = (0, 0);
        self.passed = [0; MAX_THREADS];
        self.released = ThreadSet::EMPTY;
        self.favored = None;
        match self.next_plan() {
            Some(plan) => {
                self.plan = plan;
                Next::Execution
            }
            None => Next::Nothing { complete: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, EventLog};
    use crate::op::{Kind, Op};
    use report::Primitive;

    /// The order of the threads in each schedule, if they store to `x` or `y`, each at a place of its own.
    fn schedules(threads: &[&str]) -> Vec<String> {
        let places = [here(), here()];
        let next = |left: &&str| {
            let object = u32::from(left.bytes().next()? - b'x');
            Some(Op { kind: Kind::Store, object, place: places[object as usize] })
        };
        let (mut search, mut orders) = (Directed::default(), Vec::new());
        loop {
            let (mut left, mut log) = (threads.to_vec(), EventLog::default());
            let (mut current, mut order) = (0, String::new());
            while left.iter().any(|left| !left.is_empty()) {
                let pending: Vec<_> = left.iter().map(next).collect();
                let enabled = (0..left.len()).filter(|tid| !left[*tid].is_empty()).collect();
                let point = ChoicePoint { log: &log, pending: &pending, enabled, current };
                current = search.pick(&point).unwrap();
                assert_eq!(search.variant(2), 0);
                let op = *point.next_of(current);
                log.push(Event::new(current, op.place, Primitive::Atomic, op.footprint()));
                left[current] = &left[current][1..];
                order += &current.to_string();
            }
            orders.push(order);
            if search.advance() == (Next::Nothing { complete: false }) {
                return orders;
            }
        }
    }

    #[track_caller]
    fn here() -> Place {
        std::panic::Location::caller()
    }

    #[test]
    fn threads_take_turns_at_different_speeds() {
        let orders = schedules(&["xxxxxx"; 4]);
        assert_eq!(orders[..2], ["122333012233301220101010", "111223000011122300223333"]);
    }

    #[test]
    fn threads_are_held_at_each_place() {
        let orders = schedules(&["xy", "yx", "xx"])[2..].join(" ");
        let holds = "022011 010122 100122 110220 112002 001122 001122 011220 010122 002211 001122 112200 \
            110022 112002 112200 001221 001212 001221 001122 022011 001122 ";
        assert_eq!(orders, holds.to_owned() + &["001122"; 15].join(" "));
    }

    #[test]
    fn held_threads_continue_after_conflicts() {
        let orders = schedules(&["xxxx"; 3])[2..].join(" ");
        let holds = "000011112222 102222111000 110222211000 111022221000 012000111222 010111222200 \
            011000112222 011100012222 111122220000 100001112222 110000112222 111000012222 \
            000022221111 011110002222 001111002222 000111102222 000011112222 022220001111 \
            002222001111 000222201111 011112222000 010001112222 011000112222 011100012222 \
            000012222111 000012111222 000012211122 000012221112 000011112222 001111222200 \
            001001112222 001100112222 001110012222 000011222211 000011211222 000011221122 \
            000011222112 000011112222 000111122220 000101112222 000110112222 000111012222 \
            000011122221 000011121222 000011122122 000011122212 000011112222";
        assert_eq!(orders, holds);
    }
}
