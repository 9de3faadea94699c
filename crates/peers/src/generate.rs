//! Random programs of a theme, small enough that a depth-first search without reduction may finish.
use crate::program::{
    ATOMICS, Capacity, Channel, Condition, MUTEXES, ONCES, Op, Program, REGISTERS, RWLOCKS,
    Statement, Style,
};
use crate::random::Random;

/// What a program is about; a mixed program takes each operation from another theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is named after what it uses")]
pub enum Theme {
    Mutexes,
    RwLocks,
    Atomics,
    Channels,
    Condvars,
    Parking,
    Barriers,
    Timed,
    Rounds,
    Onces,
    Poison,
    Spurious,
    Mixed,
}

/// All themes, in the order in which programs take turns.
pub const THEMES: [Theme; 13] = [
    Theme::Mutexes,
    Theme::RwLocks,
    Theme::Atomics,
    Theme::Channels,
    Theme::Condvars,
    Theme::Parking,
    Theme::Barriers,
    Theme::Timed,
    Theme::Rounds,
    Theme::Onces,
    Theme::Poison,
    Theme::Spurious,
    Theme::Mixed,
];

/// The program of this number and its theme: the same for ever.
pub fn program(number: u64) -> (Theme, Program) {
    let theme = THEMES[(number % THEMES.len() as u64) as usize];
    let mut random = Random::new(0x1A7E_11EA_7E00_0000 ^ number);
    let random = &mut random;
    // Of every twenty programs ten are so small that a search without reduction finishes.
    let is_small = number / THEMES.len() as u64 % 2 == 1;
    let children = match is_small {
        true => random.pick(&[2, 2, 2, 3]),
        false => random.pick(&[2, 2, 2, 2, 2, 2, 3, 3, 3, 4]),
    };
    let channels = match theme {
        Theme::Channels | Theme::Timed | Theme::Mixed => {
            (0..1 + random.below(2)).map(|_| channel(random, children)).collect()
        }
        _ => Vec::new(),
    };
    let mut threads = vec![main(random, theme, children)];
    for child in 1..=children {
        let length = match children {
            2 if is_small => 1 + random.below(3),
            3 if is_small => 1 + random.below(2),
            2 => 2 + random.below(4),
            3 => 1 + random.below(3),
            _ => 1 + random.below(2),
        };
        let mut statements = body(random, theme, child, children, length, channels.len() as u8);
        // Now and then a child is spawned and joined by its elder sister.
        if child == children && children > 2 && random.chance(25) {
            threads[0].retain(|s: &Statement| !about(s.op, child));
            let sister: &mut Vec<Statement> = &mut threads[1];
            sister.insert(0, Op::Spawn { thread: child }.into());
            sister.push(Op::Join { thread: child, reg: random.below(REGISTERS as u8) }.into());
        }
        if random.chance(25) {
            tidy(&mut statements);
        }
        threads.push(statements);
    }
    let style = if random.chance(20) { Style::Scoped } else { Style::Free };
    (theme, Program { style, barrier: 2 + random.below(2).min(children - 2), channels, threads })
}

fn about(op: Op, child: u8) -> bool {
    matches!(op, Op::Spawn { thread } | Op::Join { thread, .. } if thread == child)
}

fn channel(random: &mut Random, children: u8) -> Channel {
    let capacity = random.pick(&[
        Capacity::Unbounded,
        Capacity::Unbounded,
        Capacity::Bounded(0),
        Capacity::Bounded(1),
        Capacity::Bounded(1),
    ]);
    Channel { capacity, receiver: random.below(children + 1) }
}

/// Main spawns everybody, does a little itself, and may join in any order.
fn main(random: &mut Random, theme: Theme, children: u8) -> Vec<Statement> {
    let mut statements: Vec<Statement> =
        (1..=children).map(|thread| Op::Spawn { thread }.into()).collect();
    for _ in 0..random.pick(&[0, 0, 0, 1, 1, 2]) {
        let at = usize::from(random.below(children + 1));
        let extra = body(random, theme, 0, children, 1, u8::from(theme == Theme::Channels));
        statements.splice(at..at, extra);
    }
    for _ in 0..random.pick(&[0, 0, 1, 1, 2]) {
        let thread = 1 + random.below(children);
        statements.push(Op::Join { thread, reg: random.below(REGISTERS as u8) }.into());
    }
    if random.chance(20) {
        let channels = u8::from(theme == Theme::Channels);
        statements.extend(body(random, theme, 0, children, 1, channels));
    }
    statements
}

/// `length` statements, some of them conditional.
fn body(
    random: &mut Random,
    theme: Theme,
    me: u8,
    children: u8,
    length: u8,
    channels: u8,
) -> Vec<Statement> {
    let mut written = None;
    let mut statements = Vec::new();
    for _ in 0..length {
        let op = operation(random, theme, me, children, channels);
        let when = match written {
            Some(reg) if random.chance(20) => {
                let value = random.pick(&[0, 1, 1, 2]);
                Some(Condition { reg, equal: random.chance(50), value })
            }
            _ => None,
        };
        written = result(op).or(written);
        // Without its lock it waits for nothing.
        if let Op::WaitTimeout { mutex, .. } = op {
            statements.push(Op::Lock { mutex }.into());
        }
        statements.push(Statement { when, op });
        // A lock that does nothing teaches nothing: look inside it.
        match op {
            Op::Lock { mutex } | Op::TryLock { mutex, .. } if random.chance(75) => {
                statements.push(inside_mutex(random, mutex).into());
            }
            Op::Write { rwlock } | Op::TryWrite { rwlock, .. } if random.chance(75) => {
                statements.push(Op::AddWritten { rwlock, value: 1 + random.below(2) }.into());
            }
            Op::Read { rwlock } | Op::TryRead { rwlock, .. } if random.chance(75) => {
                let reg = random.below(REGISTERS as u8);
                statements.push(Op::GetRead { rwlock, reg }.into());
            }
            _ => {}
        }
    }
    statements
}

fn inside_mutex(random: &mut Random, mutex: u8) -> Op {
    if random.chance(60) {
        Op::Add { mutex, value: 1 + random.below(2) }
    } else {
        Op::Get { mutex, reg: random.below(REGISTERS as u8) }
    }
}

fn result(op: Op) -> Option<u8> {
    match op {
        Op::TryLock { reg, .. }
        | Op::Get { reg, .. }
        | Op::TryRead { reg, .. }
        | Op::TryWrite { reg, .. }
        | Op::GetRead { reg, .. }
        | Op::Load { reg, .. }
        | Op::Look { reg, .. }
        | Op::FetchAdd { reg, .. }
        | Op::CompareExchange { reg, .. }
        | Op::Send { reg, .. }
        | Op::TrySend { reg, .. }
        | Op::Recv { reg, .. }
        | Op::TryRecv { reg, .. }
        | Op::RecvTimeout { reg, .. }
        | Op::WaitTimeout { reg, .. }
        | Op::IsFinished { reg, .. }
        | Op::OnceSet { reg, .. }
        | Op::OnceGet { reg, .. }
        | Op::OnceInit { reg, .. }
        | Op::BarrierLeader { reg }
        | Op::Join { reg, .. } => Some(reg),
        _ => None,
    }
}

/// Drops each lock right after the first statement under it.
fn tidy(statements: &mut Vec<Statement>) {
    let mut at = 0;
    while at < statements.len() {
        let unlock = match statements[at].op {
            Op::Add { mutex, .. } | Op::Get { mutex, .. } => Some(Op::Unlock { mutex }),
            Op::AddWritten { rwlock, .. } | Op::GetRead { rwlock, .. } => {
                Some(Op::Release { rwlock })
            }
            _ => None,
        };
        if let Some(unlock) = unlock {
            at += 1;
            statements.insert(at, unlock.into());
        }
        at += 1;
    }
}

fn operation(random: &mut Random, theme: Theme, me: u8, children: u8, channels: u8) -> Op {
    match theme {
        Theme::Mutexes => mutex(random),
        Theme::RwLocks => rwlock(random),
        Theme::Atomics => atomic(random),
        Theme::Channels => match random.below(10) {
            0 => atomic(random),
            _ => message(random, channels.max(1)),
        },
        Theme::Condvars => condvar(random),
        Theme::Parking => parking(random, children),
        Theme::Barriers => match random.below(10) {
            0..3 => Op::Barrier,
            3 => Op::BarrierLeader { reg: random.below(REGISTERS as u8) },
            4..7 => atomic(random),
            _ => mutex(random),
        },
        Theme::Timed => timed(random, children, channels),
        Theme::Rounds => match random.below(10) {
            0..3 => {
                let (atomic, reg) = (random.below(2), random.below(REGISTERS as u8));
                Op::Look { atomic, pauses: random.chance(30), reg }
            }
            3..5 => Op::Store { atomic: random.below(2), value: 1 },
            _ => atomic(random),
        },
        Theme::Onces => once(random, me, children),
        Theme::Poison => match random.below(10) {
            0..3 if me != 0 => Op::Panic,
            0..7 => mutex(random),
            _ => rwlock(random),
        },
        Theme::Spurious => match random.below(10) {
            0..2 => Op::WaitOnce { mutex: 0, value: random.below(2) },
            2..4 => Op::Park,
            4..7 => condvar(random),
            _ => parking(random, children),
        },
        Theme::Mixed => {
            let theme = random.pick(&THEMES[..10]);
            match theme {
                Theme::Channels | Theme::Timed if channels == 0 => atomic(random),
                _ => operation(random, theme, me, children, channels),
            }
        }
    }
}

fn mutex(random: &mut Random) -> Op {
    let few = u8::from(random.chance(60));
    let mutex = random.below(MUTEXES as u8 - few);
    match random.below(10) {
        0..5 => Op::Lock { mutex },
        5..7 => Op::TryLock { mutex, reg: random.below(REGISTERS as u8) },
        7..9 => Op::Unlock { mutex },
        _ => Op::Get { mutex, reg: random.below(REGISTERS as u8) },
    }
}

fn rwlock(random: &mut Random) -> Op {
    let rwlock = random.below(RWLOCKS as u8);
    let reg = random.below(REGISTERS as u8);
    match random.below(10) {
        0..3 => Op::Read { rwlock },
        3..6 => Op::Write { rwlock },
        6 => Op::TryRead { rwlock, reg },
        7 => Op::TryWrite { rwlock, reg },
        _ => Op::Release { rwlock },
    }
}

fn atomic(random: &mut Random) -> Op {
    let few = u8::from(random.chance(60));
    let atomic = random.below(ATOMICS as u8 - few);
    let reg = random.below(REGISTERS as u8);
    match random.below(10) {
        0..3 => Op::Load { atomic, reg },
        3..5 => Op::Store { atomic, value: 1 + random.below(3) },
        5 => Op::StoreReg { atomic, from: reg },
        6..8 => Op::FetchAdd { atomic, value: 1 + random.below(2), reg },
        _ => {
            let (old, new) = (random.below(2), 1 + random.below(3));
            Op::CompareExchange { atomic, old, new, reg, weak: random.chance(50) }
        }
    }
}

fn message(random: &mut Random, channels: u8) -> Op {
    let channel = random.below(channels);
    let reg = random.below(REGISTERS as u8);
    let value = 1 + random.below(9);
    match random.below(20) {
        0..7 => Op::Send { channel, value, reg },
        7..10 => Op::TrySend { channel, value, reg },
        10..15 => Op::Recv { channel, reg },
        15..18 => Op::TryRecv { channel, reg },
        _ => Op::Hangup { channel },
    }
}

fn condvar(random: &mut Random) -> Op {
    let mutex = random.pick(&[0, 0, 0, 1]);
    match random.below(10) {
        0..3 => Op::Lock { mutex },
        3..5 => Op::WaitWhile { mutex, value: random.pick(&[0, 0, 1]) },
        5..7 => Op::NotifyOne { mutex },
        7 => Op::NotifyAll { mutex },
        8 => Op::Unlock { mutex },
        _ => Op::Add { mutex, value: 1 },
    }
}

fn timed(random: &mut Random, children: u8, channels: u8) -> Op {
    let (channel, reg) = (random.below(channels.max(1)), random.below(REGISTERS as u8));
    match random.below(14) {
        0..3 => Op::RecvTimeout { channel, reg },
        3..5 => Op::Send { channel, value: 1 + random.below(9), reg },
        5..8 => Op::WaitTimeout { mutex: 0, value: random.pick(&[0, 0, 1]), reg },
        8 => Op::NotifyOne { mutex: 0 },
        9 => Op::Lock { mutex: 0 },
        10 => Op::ParkTimeout,
        11 => Op::Unpark { thread: random.below(children + 1) },
        12 => Op::Sleep,
        _ => atomic(random),
    }
}

fn once(random: &mut Random, me: u8, children: u8) -> Op {
    let (once, value) = (random.below(ONCES as u8), 1 + random.below(9));
    let reg = random.below(REGISTERS as u8);
    match random.below(10) {
        0..4 if me == 0 => Op::IsFinished { thread: 1 + random.below(children), reg },
        0..2 => Op::OnceSet { once, value, reg },
        2..4 => Op::OnceGet { once, reg },
        4..8 => Op::OnceInit { once, value, reg },
        _ => atomic(random),
    }
}

fn parking(random: &mut Random, children: u8) -> Op {
    match random.below(10) {
        0..3 => Op::ParkUntil { atomic: random.below(2) },
        3..6 => Op::Unpark { thread: random.below(children + 1) },
        6..8 => Op::Store { atomic: random.below(2), value: 1 },
        _ => atomic(random),
    }
}
