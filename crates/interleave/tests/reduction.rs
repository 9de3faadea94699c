//! The search against one that visits every schedule: small programs by chance have the same outcomes
//! in both, and the search has never needed more executions for them than it says here.
//!
//! `crates/peers` does the same with larger programs, and asks shuttle and the axioms of C++20 as well.
//! These are the ones that are quick enough to run at every change.

#[path = "reduction/program.rs"]
mod program;
#[path = "common/xorshift.rs"]
mod xorshift;

use interleave::Explorer;
use program::{Op, Program};

/// So many schedules are visited one by one; of programs that have more, the outcomes of the search
/// have to be enough.
const SCHEDULES: u64 = 1_000;

/// What a theme comes to, all its programs together.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    /// How many programs had few enough schedules.
    compared: u64,
    outcomes: usize,
    executions: u64,
    redundant: u64,
}

/// Explores programs whose threads do at most so many of these operations.
fn explore(programs: u64, longest: usize, ops: &[Op]) -> Figures {
    let mut figures = Figures { compared: 0, outcomes: 0, executions: 0, redundant: 0 };
    for number in 0..programs {
        let program = Program::generate(number, longest, ops);
        let found = Explorer::new().outcomes_with_failures(|| program.run());
        assert!(found.coverage.is_complete(), "{number}: {program:?}: {}", found.coverage);
        let all = Explorer::new()
            .exhaustive()
            .no_fallback_after(SCHEDULES)
            .outcomes_with_failures(|| program.run());
        if all.coverage.is_complete() {
            assert_eq!(found.outcomes, all.outcomes, "{number}: {program:?}");
            figures.compared += 1;
        }
        figures.outcomes += found.outcomes.len();
        figures.executions += found.coverage.executions;
        figures.redundant += found.coverage.redundant;
    }
    figures
}

#[test]
fn mutexes() {
    let ops = [Op::Lock, Op::Both, Op::Try, Op::Store];
    assert_eq!(
        explore(100, 2, &ops),
        Figures { compared: 21, outcomes: 410, executions: 3817, redundant: 19 }
    );
}

#[test]
fn poison() {
    let ops = [Op::Lock, Op::Poison, Op::IsPoisoned, Op::ClearPoison, Op::Try];
    assert_eq!(
        explore(80, 2, &ops),
        Figures { compared: 26, outcomes: 166, executions: 3269, redundant: 11 }
    );
}

#[test]
fn read_write_locks() {
    let ops = [Op::Read, Op::Write, Op::ReadWithin, Op::TryRead, Op::TryWrite];
    assert_eq!(
        explore(80, 2, &ops),
        Figures { compared: 17, outcomes: 370, executions: 3726, redundant: 9 }
    );
}

#[test]
fn atomics() {
    let ops = [Op::Load, Op::Store, Op::Add, Op::Exchange];
    assert_eq!(
        explore(100, 3, &ops),
        Figures { compared: 19, outcomes: 753, executions: 1290, redundant: 0 }
    );
}

#[test]
fn weak_atomics() {
    let ops = [Op::LoadWeak, Op::StoreWeak, Op::Publish, Op::Acquire, Op::ExchangeWeak, Op::Add];
    assert_eq!(
        explore(100, 3, &ops),
        Figures { compared: 19, outcomes: 972, executions: 1538, redundant: 0 }
    );
}

#[test]
fn fences() {
    let ops = [Op::LoadWeak, Op::StoreWeak, Op::Fence, Op::StrictFence, Op::Store, Op::Load];
    assert_eq!(
        explore(150, 4, &ops),
        Figures { compared: 15, outcomes: 838, executions: 2095, redundant: 1 }
    );
}

#[test]
fn channels() {
    let ops = [Op::Send, Op::TrySend, Op::Receive, Op::Store];
    assert_eq!(
        explore(100, 3, &ops),
        Figures { compared: 54, outcomes: 251, executions: 1695, redundant: 32 }
    );
}

#[test]
fn channels_with_try_recv() {
    let ops = [Op::Send, Op::TryReceive, Op::ReceiveInTime, Op::Receive];
    assert_eq!(
        explore(100, 3, &ops),
        Figures { compared: 84, outcomes: 232, executions: 2655, redundant: 33 }
    );
}

#[test]
fn condvars() {
    let ops = [Op::Wait, Op::WaitInTime, Op::NotifyOne, Op::NotifyAll, Op::Lock];
    assert_eq!(
        explore(40, 2, &ops),
        Figures { compared: 7, outcomes: 293, executions: 18833, redundant: 241 }
    );
}

#[test]
fn threads() {
    let ops = [Op::Park, Op::Unpark, Op::IsFinished, Op::Add, Op::Once, Op::IsDone];
    assert_eq!(
        explore(100, 2, &ops),
        Figures { compared: 55, outcomes: 174, executions: 410, redundant: 33 }
    );
}
