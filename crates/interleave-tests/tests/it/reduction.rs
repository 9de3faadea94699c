//! Generated programs have the same outcomes with and without reduction, and their numbers of
//! executions do not change.
//!
//! `crates/peers` does the same with larger programs, and compares with shuttle and the axioms of C++20.
//! These programs are fast enough to run at every change.

mod examples;
mod program;

use std::ops::Range;

use examples::EXAMPLES;
use interleave::sync::atomic::AtomicU8;
use interleave::sync::atomic::Ordering::SeqCst;
use interleave::{Explorer, thread};
use program::{Op, Program};

use crate::common::be_redundant_without_a_plan;

/// The limit of the search without reduction. Programs with more schedules are not compared.
const SCHEDULES: u64 = 1_000;

/// At most this many programs of a theme are compared, because that takes most of the time.
const COMPARED: u64 = 150;

/// The limit of the planned search of an example.
const EXAMPLE_EXECUTIONS: u64 = 8_000;

/// The totals over all programs of a theme.
#[derive(Debug, PartialEq, Eq)]
struct Totals {
    /// Programs within both limits.
    compared: u64,
    outcomes: usize,
    executions: u64,
    redundant: u64,
}

/// Explores programs whose threads perform at most `longest` of these operations.
fn explore(programs: u64, longest: usize, ops: &[Op]) -> Totals {
    explore_with(programs, longest, ops, Program::run)
}

/// Explores them with a search that plans continuations.
fn explore_planned(programs: u64, longest: usize, ops: &[Op]) -> Totals {
    explore_with(programs, longest, ops, Program::run_planned)
}

fn explore_with(
    programs: u64,
    longest: usize,
    ops: &[Op],
    run: impl Fn(&Program) -> Vec<Vec<u8>>,
) -> Totals {
    let mut totals = Totals { compared: 0, outcomes: 0, executions: 0, redundant: 0 };
    for number in 0..programs {
        let program = Program::generate(number, longest, ops);
        let found = Explorer::new().outcomes_with_failures(|| run(&program));
        assert!(found.coverage.is_complete(), "{number}: {program:?}: {}", found.coverage);
        if number < COMPARED {
            let all = Explorer::new()
                .exhaustive()
                .no_fallback_after(SCHEDULES)
                .outcomes_with_failures(|| program.run());
            if all.coverage.is_complete() {
                assert_eq!(found.outcomes, all.outcomes, "{number}: {program:?}");
                totals.compared += 1;
            }
        }
        totals.outcomes += found.outcomes.len();
        totals.executions += found.coverage.executions;
        totals.redundant += found.coverage.redundant;
    }
    totals
}

#[test]
fn mutexes() {
    let ops = [Op::Lock, Op::Both, Op::Try, Op::Store];
    assert_eq!(
        explore(100, 2, &ops),
        Totals { compared: 75, outcomes: 410, executions: 716, redundant: 14 }
    );
}

#[test]
fn poison() {
    let ops = [Op::Lock, Op::Poison, Op::IsPoisoned, Op::ClearPoison, Op::Try];
    assert_eq!(
        explore(80, 2, &ops),
        Totals { compared: 67, outcomes: 166, executions: 573, redundant: 6 }
    );
}

#[test]
fn read_write_locks() {
    let ops = [Op::Read, Op::Write, Op::ReadWithin, Op::TryRead, Op::TryWrite];
    assert_eq!(
        explore(80, 2, &ops),
        Totals { compared: 52, outcomes: 370, executions: 1503, redundant: 43 }
    );
}

#[test]
fn atomics() {
    let ops = [Op::Load, Op::Store, Op::Add, Op::Exchange];
    assert_eq!(
        explore(100, 3, &ops),
        Totals { compared: 80, outcomes: 753, executions: 1172, redundant: 0 }
    );
}

#[test]
fn weak_atomics() {
    let ops = [Op::LoadWeak, Op::StoreWeak, Op::Publish, Op::Acquire, Op::ExchangeWeak, Op::Add];
    assert_eq!(
        explore(100, 3, &ops),
        Totals { compared: 80, outcomes: 972, executions: 1451, redundant: 0 }
    );
}

#[test]
fn fences() {
    let ops = [Op::LoadWeak, Op::StoreWeak, Op::Fence, Op::StrictFence, Op::Store, Op::Load];
    assert_eq!(
        explore(150, 4, &ops),
        Totals { compared: 94, outcomes: 838, executions: 1870, redundant: 0 }
    );
}

#[test]
fn channels() {
    let ops = [Op::Send, Op::TrySend, Op::Receive, Op::Store];
    assert_eq!(
        explore(100, 3, &ops),
        Totals { compared: 54, outcomes: 251, executions: 1491, redundant: 30 }
    );
}

#[test]
fn channels_with_try_recv() {
    let ops = [Op::Send, Op::TryReceive, Op::ReceiveInTime, Op::Receive];
    assert_eq!(
        explore(100, 3, &ops),
        Totals { compared: 84, outcomes: 232, executions: 2655, redundant: 33 }
    );
}

#[test]
fn condvars() {
    let ops = [Op::Wait, Op::WaitInTime, Op::NotifyOne, Op::NotifyAll, Op::Lock];
    assert_eq!(
        explore(40, 2, &ops),
        Totals { compared: 27, outcomes: 293, executions: 18833, redundant: 241 }
    );
}

#[test]
fn threads() {
    let ops = [Op::Park, Op::Unpark, Op::IsFinished, Op::Add, Op::Once, Op::IsDone];
    assert_eq!(
        explore(100, 2, &ops),
        Totals { compared: 97, outcomes: 174, executions: 233, redundant: 5 }
    );
}

#[test]
fn initialization() {
    let ops = [Op::Once, Op::IsDone, Op::AwaitOnce, Op::StoreWeak, Op::LoadWeak];
    assert_eq!(
        explore(100, 3, &ops),
        Totals { compared: 88, outcomes: 188, executions: 259, redundant: 5 }
    );
    let ops = [Op::Complete, Op::IsCompleted, Op::AwaitCompleted, Op::StoreWeak, Op::LoadWeak];
    assert_eq!(
        explore(100, 3, &ops),
        Totals { compared: 90, outcomes: 174, executions: 269, redundant: 5 }
    );
}

#[test]
fn planned_atomics() {
    let ops = [Op::Load, Op::Store, Op::Add, Op::Exchange];
    assert_eq!(
        explore_planned(300, 3, &ops),
        Totals { compared: 125, outcomes: 1760, executions: 12552, redundant: 0 }
    );
}

/// Which statements follow depends on what the thread has read.
#[test]
fn planned_decisions() {
    let ops = [Op::Load, Op::Store, Op::Add, Op::Exchange, Op::If, Op::If];
    assert_eq!(
        explore_planned(500, 5, &ops),
        Totals { compared: 116, outcomes: 3432, executions: 26472, redundant: 0 }
    );
}

/// The numbers of its objects depend on the order of the threads.
#[test]
fn planned_atomics_of_one_thread() {
    let ops = [Op::Load, Op::Store, Op::Exchange, Op::If, Op::Own];
    assert_eq!(
        explore_planned(300, 3, &ops),
        Totals { compared: 78, outcomes: 5517, executions: 43952, redundant: 145 }
    );
}

#[test]
fn planned_weak_atomics() {
    let ops = [Op::LoadWeak, Op::StoreWeak, Op::Publish, Op::Acquire, Op::ExchangeWeak, Op::Add];
    assert_eq!(
        explore_planned(300, 3, &ops),
        Totals { compared: 125, outcomes: 2595, executions: 14196, redundant: 27 }
    );
}

#[test]
fn planned_weak_decisions() {
    let ops = [Op::StoreWeak, Op::Acquire, Op::ExchangeWeak, Op::Add, Op::If];
    assert_eq!(
        explore_planned(300, 4, &ops),
        Totals { compared: 121, outcomes: 4113, executions: 20520, redundant: 0 }
    );
}

#[test]
fn planned_fences() {
    let ops = [
        Op::LoadWeak,
        Op::StoreWeak,
        Op::Fence,
        Op::StrictFence,
        Op::ExchangeWeak,
        Op::Load,
        Op::If,
    ];
    assert_eq!(
        explore_planned(500, 4, &ops),
        Totals { compared: 120, outcomes: 1225, executions: 5716, redundant: 0 }
    );
}

#[test]
fn planned_examples() {
    for (at, example) in EXAMPLES.iter().enumerate() {
        let program = Program::new(example.threads);
        let found = Explorer::new()
            .no_fallback_after(EXAMPLE_EXECUTIONS)
            .outcomes_with_failures(|| program.run_planned());
        let (executions, redundant) = (found.coverage.executions, found.coverage.redundant);
        let is_complete = executions + redundant < EXAMPLE_EXECUTIONS;
        assert_eq!(found.coverage.is_complete(), is_complete, "{at}: {}", found.coverage);
        let expected = (example.outcomes, example.executions, example.redundant);
        assert_eq!((found.outcomes.len(), executions, redundant), expected, "{at}: {program:?}");
    }
}

/// How many executions a search that remembers states needs for all outcomes of all programs of a theme.
fn explore_states(programs: Range<u64>, longest: usize, ops: &[Op]) -> u64 {
    let count = |number| {
        let program = Program::generate(number, longest, ops);
        let found = Explorer::new().stateful(5_000).outcomes_with_failures(|| program.run());
        let all = Explorer::new().outcomes_with_failures(|| program.run());
        assert_eq!(found.outcomes, all.outcomes, "{number}: {program:?}");
        found.coverage.executions
    };
    programs.map(count).sum()
}

#[test]
fn states_of_atomics() {
    let ops = [Op::Load, Op::Store, Op::Add, Op::Exchange, Op::ExchangeSpurious, Op::If];
    assert_eq!(explore_states(0..60, 3, &ops), 1900);
    // This program has so many states that some of them collide if their hash is weak.
    assert_eq!(explore_states(142..143, 4, &ops), 2838);
}

#[test]
fn states_of_locks() {
    let ops = [Op::Lock, Op::Store, Op::Load, Op::Write, Op::Read];
    assert_eq!(explore_states(0..40, 2, &ops), 317);
}

/// The results of a search that remembers states, with its number of executions.
fn states_of<T: Ord>(body: impl Fn() -> T) -> (Vec<T>, u64) {
    let found = Explorer::new().stateful(5_000).outcomes(body).unwrap();
    let executions = found.coverage.executions;
    (found.seen.into_keys().collect(), executions)
}

/// The places of its stores differ in their lines only.
#[test]
fn states_of_lines() {
    let found = states_of(|| {
        let [x, y] = [const { AtomicU8::new(0) }; 2];
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, SeqCst);
                x.store(1, SeqCst);
                y.store(1, SeqCst);
            });
            (x.load(SeqCst), y.load(SeqCst))
        })
    });
    assert_eq!(found, (vec![(0, 0), (0, 1), (1, 0), (1, 1)], 9));
}

/// What a thread has read in earlier rounds of a loop is not a part of a state.
#[test]
fn states_of_a_loop() {
    let found = states_of(|| {
        let [x, y] = [const { AtomicU8::new(0) }; 2];
        thread::scope(|scope| {
            scope.spawn(|| (1..4).for_each(|value| x.store(value, SeqCst)));
            scope.spawn(|| (1..4).for_each(|value| y.store(value, SeqCst)));
            (0..4).map(|_| x.load(SeqCst) + y.load(SeqCst)).max()
        })
    });
    assert_eq!(found, ((0..=6).map(Some).collect(), 128));
}

#[test]
fn the_result_of_a_redundant_execution_is_dropped_before_the_next_one() {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    struct IsDroppedOutside;
    impl Drop for IsDroppedOutside {
        fn drop(&mut self) {
            assert!(!interleave::__real::is_inside());
        }
    }
    let outcomes = Explorer::new().outcomes(|| {
        be_redundant_without_a_plan();
        IsDroppedOutside
    });
    outcomes.unwrap_or_else(|failure| panic!("{failure}"));
}
