//! Generates programs of a theme, small enough for a depth-first search without reduction.
use crate::numbered;
use crate::ops;
use crate::program::{
    AtomicOp, Channel, Condition, MutexOp, Op, Program, REGISTERS, RwLockOp, Statement, Style,
    ThreadOp,
};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::strategy::Union;

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
    Timeouts,
    Polling,
    OnceLocks,
    /// `Arc` and `Weak`.
    References,
    /// Destructors of thread-local values.
    Locals,
    Hashing,
    /// Polling loops that do not give up.
    Waiting,
    Poison,
    SpuriousWakeups,
    Mixed,
}

/// All themes, in the order in which programs take turns: the number of a program, divided by the
/// number of themes, leaves the number of its theme.
pub const THEMES: [Theme; 17] = [
    Theme::Mutexes,
    Theme::RwLocks,
    Theme::Atomics,
    Theme::Channels,
    Theme::Condvars,
    Theme::Parking,
    Theme::Barriers,
    Theme::Timeouts,
    Theme::Polling,
    Theme::OnceLocks,
    Theme::References,
    Theme::Locals,
    Theme::Hashing,
    Theme::Waiting,
    Theme::Poison,
    Theme::SpuriousWakeups,
    Theme::Mixed,
];

/// The program with this number, and its theme.
pub fn program(number: u64) -> (Theme, Program) {
    let (theme, strategy) = strategy(number);
    (theme, numbered::generate(&strategy, number))
}

/// The smallest program that `fails`, starting from the one with this number.
pub fn shrink(number: u64, fails: impl Fn(&Program) -> bool) -> Program {
    numbered::shrink(&strategy(number).1, number, fails)
}

/// Every other round of themes has programs so small that a search without reduction finishes.
fn strategy(number: u64) -> (Theme, impl Strategy<Value = Program>) {
    let themes = THEMES.len() as u64;
    let theme = THEMES[(number % themes) as usize];
    let is_small = number / themes % 2 == 1;
    let children = match is_small {
        // Its steps are not reduced.
        _ if theme == Theme::References => prop_oneof![4 => Just(1_usize), 1 => Just(2)].boxed(),
        true => prop_oneof![3 => Just(2_usize), 1 => Just(3)].boxed(),
        false => prop_oneof![6 => Just(2_usize), 3 => Just(3), 1 => Just(4)].boxed(),
    };
    (theme, children.prop_flat_map(move |children| of_theme(theme, children, is_small)))
}

fn of_theme(theme: Theme, children: usize, is_small: bool) -> impl Strategy<Value = Program> {
    let channels = match theme {
        Theme::Channels | Theme::Timeouts | Theme::Mixed => 1..3_usize,
        _ => 0..1,
    };
    vec(channel(children), channels).prop_flat_map(move |channels| {
        let context = Context { children, channels: channels.len() };
        let length = match (children, is_small) {
            (1, _) => 1..5_usize,
            (2, _) if theme == Theme::References => 1..2,
            (2, true) => 1..4,
            (3, true) => 1..3,
            (2, false) => 2..6,
            (3, false) => 1..4,
            _ => 1..3,
        };
        let child = (body(theme, false, context, length), prop::bool::weighted(0.25));
        let style = prop_oneof![4 => Just(Style::Free), 1 => Just(Style::Scoped)];
        let barrier = 2..=children.clamp(2, 3) as u8;
        (style, barrier, main(theme, context), vec(child, children), weighted(0.25, 0..REGISTERS))
            .prop_map(move |(style, barrier, main, children, grandchild)| {
                let mut threads = vec![main];
                for (mut statements, unlocks_early) in children {
                    if unlocks_early {
                        unlock_early(&mut statements);
                    }
                    threads.push(statements);
                }
                if let Some(register) = grandchild {
                    adopt(&mut threads, register);
                }
                Program { style, barrier, channels: channels.clone(), threads }
            })
    })
}

/// How many objects the operations can refer to.
#[derive(Clone, Copy)]
struct Context {
    children: usize,
    channels: usize,
}

fn channel(children: usize) -> impl Strategy<Value = Channel> {
    let capacity = prop_oneof![
        2 => Just(None),
        1 => Just(Some(0)),
        2 => Just(Some(1)),
    ];
    (capacity, 0..=children).prop_map(|(capacity, receiver)| Channel { capacity, receiver })
}

/// Main spawns all children, does a little itself and joins in any order.
fn main(theme: Theme, context: Context) -> impl Strategy<Value = Vec<Statement>> {
    let Context { children, channels } = context;
    // Main of a mixed program uses no channels.
    let channels = if theme == Theme::Channels { channels } else { 0 };
    let few = move || body(theme, true, Context { children, channels }, 1..2);
    let between = vec(weighted(0.33, (0..=children, few())), 2);
    let joins = vec(weighted(0.4, (1..=children, 0..REGISTERS)), 2);
    (between, joins, weighted(0.2, few())).prop_map(move |(between, joins, last)| {
        let mut statements: Vec<Statement> =
            (1..=children).map(|child| Op::Thread(child, ThreadOp::Spawn).into()).collect();
        for (at, extra) in between.into_iter().flatten() {
            statements.splice(at..at, extra);
        }
        let join = |(child, register)| Op::Thread(child, ThreadOp::Join).into_register(register);
        statements.extend(joins.into_iter().flatten().map(join));
        statements.extend(last.into_iter().flatten());
        statements
    })
}

/// Statements, some of them conditional on the last result, and most locks with an access.
fn body(
    theme: Theme,
    is_main: bool,
    context: Context,
    length: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<Statement>> {
    let when = weighted(0.2, (any::<bool>(), prop_oneof![Just(0), Just(1), Just(1), Just(2)]));
    let access = weighted(0.75, (any::<bool>(), 1..3_u8, 0..REGISTERS));
    let op = op(theme, is_main, context);
    vec((op, 0..REGISTERS, when, access), length).prop_map(|parts| {
        let mut statements = Vec::new();
        let mut written = None;
        for (op, register, when, access) in parts {
            // Without its lock it does not wait.
            if let Op::Mutex(at, MutexOp::WaitTimeout(_)) = op {
                statements.push(Op::Mutex(at, MutexOp::Lock).into());
            }
            let when = written.zip(when).map(|(register, (equal, value))| Condition {
                register,
                equal,
                value,
            });
            statements.push(Statement { when, op, register });
            written = op.has_result().then_some(register).or(written);
            if let Some((adds, value, register)) = access {
                let access = guarded_access(op, adds, value);
                statements.extend(access.map(|op| op.into_register(register)));
            }
        }
        statements
    })
}

/// An access of the value that `op` locks.
fn guarded_access(op: Op, adds: bool, value: u8) -> Option<Op> {
    Some(match op {
        Op::Mutex(at, MutexOp::Lock | MutexOp::TryLock | MutexOp::BackOff(_)) if adds => {
            Op::Mutex(at, MutexOp::Add(value))
        }
        Op::Mutex(at, MutexOp::Lock | MutexOp::TryLock) => Op::Mutex(at, MutexOp::Get),
        Op::RwLock(at, RwLockOp::Write | RwLockOp::TryWrite) => {
            Op::RwLock(at, RwLockOp::Add(value))
        }
        Op::RwLock(at, RwLockOp::Read | RwLockOp::TryRead) => Op::RwLock(at, RwLockOp::Get),
        _ => return None,
    })
}

/// Unlocks each lock right after the first access of its value.
fn unlock_early(statements: &mut Vec<Statement>) {
    *statements = std::mem::take(statements)
        .into_iter()
        .flat_map(|statement| {
            let unlock = match statement.op {
                Op::Mutex(at, MutexOp::Add(_) | MutexOp::Get) => {
                    Some(Op::Mutex(at, MutexOp::Unlock))
                }
                Op::RwLock(at, RwLockOp::Add(_) | RwLockOp::Get) => {
                    Some(Op::RwLock(at, RwLockOp::Unlock))
                }
                _ => None,
            };
            [Some(statement), unlock.map(Statement::from)].into_iter().flatten()
        })
        .collect();
}

/// Lets the first child spawn and join the last one, instead of main.
fn adopt(threads: &mut [Vec<Statement>], register: usize) {
    let last = threads.len() - 1;
    if last > 2 {
        let [spawn, join] = [ThreadOp::Spawn, ThreadOp::Join].map(|op| Op::Thread(last, op));
        threads[0].retain(|statement| ![spawn, join].contains(&statement.op));
        threads[1].insert(0, spawn.into());
        threads[1].push(join.into_register(register));
    }
}

fn is_finished(children: usize) -> impl Strategy<Value = Op> {
    (1..=children).prop_map(|child| Op::Thread(child, ThreadOp::IsFinished))
}

fn op(theme: Theme, is_main: bool, context: Context) -> BoxedStrategy<Op> {
    let Context { children, channels } = context;
    match theme {
        Theme::Mutexes => ops::mutex(),
        Theme::RwLocks => ops::rwlock(),
        Theme::Atomics => ops::atomic(),
        Theme::Channels => {
            prop_oneof![1 => ops::atomic(), 9 => ops::channel(channels.max(1))].boxed()
        }
        Theme::Condvars => ops::condvar(),
        Theme::Parking => ops::parking(children),
        Theme::Barriers => prop_oneof![
            3 => Just(Op::Barrier { leader: false }),
            1 => Just(Op::Barrier { leader: true }),
            3 => ops::atomic(),
            3 => ops::mutex(),
        ]
        .boxed(),
        Theme::Timeouts => ops::timed(children, channels),
        Theme::Polling => {
            prop_oneof![3 => ops::poll(), 2 => ops::flag(), 5 => ops::atomic()].boxed()
        }
        Theme::References => ops::reference(),
        Theme::Locals if is_main => prop_oneof![
            1 => is_finished(children),
            1 => Just(Op::Atomic(0, AtomicOp::Load)),
        ]
        .boxed(),
        Theme::Locals => ops::local(),
        Theme::Hashing => ops::first_key(),
        Theme::Waiting => ops::waiting(),
        Theme::OnceLocks if is_main => {
            prop_oneof![2 => is_finished(children), 2 => ops::once_lock(), 1 => ops::atomic()]
                .boxed()
        }
        Theme::OnceLocks => prop_oneof![4 => ops::once_lock(), 1 => ops::atomic()].boxed(),
        Theme::Poison if is_main => prop_oneof![7 => ops::mutex(), 3 => ops::rwlock()].boxed(),
        Theme::Poison => {
            prop_oneof![4 => ops::mutex(), 3 => ops::rwlock(), 3 => Just(Op::Panic)].boxed()
        }
        Theme::SpuriousWakeups => prop_oneof![
            2 => (0..2_u8).prop_map(|value| Op::Mutex(0, MutexOp::WaitOnce(value))),
            2 => Just(Op::Park),
            3 => ops::condvar(),
            3 => ops::parking(children),
        ]
        .boxed(),
        Theme::Mixed => {
            let needs_channel = |theme: &&Theme| {
                channels > 0 || !matches!(theme, Theme::Channels | Theme::Timeouts)
            };
            let themes = THEMES[..14].iter().filter(needs_channel);
            Union::new(themes.map(|theme| op(*theme, is_main, context))).boxed()
        }
    }
}
