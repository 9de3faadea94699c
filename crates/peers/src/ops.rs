//! Strategies for the operations of each theme.
use crate::program::{
    ARCS, ATOMICS, ArcOp, AtomicOp, ChannelOp, LOCALS, MUTEXES, MutexOp, ONCE_LOCKS, OnceCall,
    OnceOp, Op, Pause, RWLOCKS, RwLockOp, ThreadOp,
};
use proptest::prelude::*;

/// One of `count` objects. Two of them are preferred, so that threads share them.
fn object(count: usize) -> impl Strategy<Value = usize> {
    prop_oneof![3 => 0..count.min(2), 2 => 0..count]
}

/// A value that is added, stored or sent.
fn value() -> impl Strategy<Value = u8> {
    1..4_u8
}

pub(crate) fn mutex() -> BoxedStrategy<Op> {
    let op = prop_oneof![
        5 => Just(MutexOp::Lock),
        2 => Just(MutexOp::TryLock),
        2 => Just(MutexOp::Unlock),
        1 => Just(MutexOp::Get),
    ];
    (object(MUTEXES), op).prop_map(|(at, op)| Op::Mutex(at, op)).boxed()
}

pub(crate) fn rwlock() -> BoxedStrategy<Op> {
    let op = prop_oneof![
        3 => Just(RwLockOp::Read),
        3 => Just(RwLockOp::Write),
        1 => Just(RwLockOp::TryRead),
        1 => Just(RwLockOp::TryWrite),
        2 => Just(RwLockOp::Unlock),
    ];
    (0..RWLOCKS, op).prop_map(|(at, op)| Op::RwLock(at, op)).boxed()
}

pub(crate) fn atomic() -> BoxedStrategy<Op> {
    let compare_exchange = (0..2_u8, value(), any::<bool>())
        .prop_map(|(old, new, weak)| AtomicOp::CompareExchange { old, new, weak });
    let op = prop_oneof![
        3 => Just(AtomicOp::Load),
        2 => value().prop_map(AtomicOp::Store),
        1 => Just(AtomicOp::StoreRegister),
        2 => (1..3_u8).prop_map(AtomicOp::FetchAdd),
        2 => compare_exchange,
    ];
    (object(ATOMICS), op).prop_map(|(at, op)| Op::Atomic(at, op)).boxed()
}

pub(crate) fn poll() -> impl Strategy<Value = Op> {
    (0..2_usize, prop::bool::weighted(0.3))
        .prop_map(|(at, yields)| Op::Atomic(at, AtomicOp::Poll { yields }))
}

/// Sets one of the atomics that [`poll`] and [`parking`] wait for.
pub(crate) fn flag() -> impl Strategy<Value = Op> {
    (0..2_usize).prop_map(|at| Op::Atomic(at, AtomicOp::Store(1)))
}

pub(crate) fn parking(children: usize) -> BoxedStrategy<Op> {
    prop_oneof![
        3 => (0..2_usize).prop_map(|at| Op::Atomic(at, AtomicOp::ParkWhileZero)),
        3 => unpark(children),
        2 => flag(),
        2 => atomic(),
    ]
    .boxed()
}

fn unpark(children: usize) -> impl Strategy<Value = Op> {
    (0..=children).prop_map(|thread| Op::Thread(thread, ThreadOp::Unpark))
}

pub(crate) fn channel(channels: usize) -> BoxedStrategy<Op> {
    let op = prop_oneof![
        7 => (1..10_u8).prop_map(ChannelOp::Send),
        3 => (1..10_u8).prop_map(ChannelOp::TrySend),
        5 => Just(ChannelOp::Recv),
        3 => Just(ChannelOp::TryRecv),
        2 => Just(ChannelOp::DropSender),
    ];
    (0..channels, op).prop_map(|(at, op)| Op::Channel(at, op)).boxed()
}

/// The value for which a thread waits to change: usually the initial one.
fn awaited() -> impl Strategy<Value = u8> {
    prop_oneof![2 => Just(0_u8), 1 => Just(1)]
}

pub(crate) fn condvar() -> BoxedStrategy<Op> {
    let op = prop_oneof![
        3 => Just(MutexOp::Lock),
        2 => awaited().prop_map(MutexOp::WaitWhile),
        2 => Just(MutexOp::NotifyOne),
        1 => Just(MutexOp::NotifyAll),
        1 => Just(MutexOp::Unlock),
        1 => Just(MutexOp::Add(1)),
    ];
    (prop_oneof![3 => Just(0_usize), 1 => Just(1)], op)
        .prop_map(|(at, op)| Op::Mutex(at, op))
        .boxed()
}

pub(crate) fn timed(children: usize, channels: usize) -> BoxedStrategy<Op> {
    let channel = prop_oneof![
        3 => Just(ChannelOp::RecvTimeout),
        2 => (1..10_u8).prop_map(ChannelOp::Send),
    ];
    prop_oneof![
        5 => (0..channels.max(1), channel).prop_map(|(at, op)| Op::Channel(at, op)),
        3 => awaited().prop_map(|value| Op::Mutex(0, MutexOp::WaitTimeout(value))),
        1 => Just(Op::Mutex(0, MutexOp::NotifyOne)),
        1 => Just(Op::Mutex(0, MutexOp::Lock)),
        1 => Just(Op::ParkTimeout),
        1 => unpark(children),
        1 => Just(Op::Sleep),
        1 => atomic(),
    ]
    .boxed()
}

pub(crate) fn once_lock() -> BoxedStrategy<Op> {
    let op = prop_oneof![
        1 => (1..10_u8).prop_map(OnceOp::Set),
        1 => Just(OnceOp::Get),
        2 => (1..10_u8).prop_map(OnceOp::GetOrInit),
        1 => Just(OnceOp::Wait),
    ];
    let once = prop_oneof![
        2 => Just(OnceCall::CallOnce),
        2 => Just(OnceCall::IsCompleted),
        1 => Just(OnceCall::Wait),
    ];
    prop_oneof![
        3 => (0..ONCE_LOCKS, op).prop_map(|(at, op)| Op::OnceLock(at, op)),
        1 => once.prop_map(Op::Once),
    ]
    .boxed()
}

pub(crate) fn reference() -> BoxedStrategy<Op> {
    let op = prop_oneof![
        4 => Just(ArcOp::Drop),
        2 => Just(ArcOp::StrongCount),
        1 => Just(ArcOp::WeakCount),
        2 => Just(ArcOp::GetMut),
        2 => Just(ArcOp::TryUnwrap),
        2 => Just(ArcOp::IntoInner),
        4 => Just(ArcOp::Upgrade),
        1 => Just(ArcOp::Downgrade),
        1 => Just(ArcOp::DropWeak),
    ];
    let object = prop_oneof![4 => Just(0_usize), 1 => 0..ARCS];
    prop_oneof![
        7 => (object, op).prop_map(|(at, op)| Op::Arc(at, op)),
        2 => atomic(),
    ]
    .boxed()
}

pub(crate) fn local() -> BoxedStrategy<Op> {
    prop_oneof![
        4 => (0..LOCALS).prop_map(Op::Local),
        2 => Just(Op::Atomic(0, AtomicOp::Load)),
        1 => atomic(),
        1 => mutex(),
    ]
    .boxed()
}

pub(crate) fn first_key() -> BoxedStrategy<Op> {
    prop_oneof![3 => (1..9_u8).prop_map(Op::FirstKey), 2 => atomic(), 2 => mutex()].boxed()
}

fn pause() -> impl Strategy<Value = Pause> {
    prop_oneof![Just(Pause::Spin), Just(Pause::Yield), Just(Pause::Sleep)]
}

/// Loops that wait by polling, and what lets them end.
pub(crate) fn waiting() -> BoxedStrategy<Op> {
    let mutex = prop_oneof![
        2 => pause().prop_map(MutexOp::Poll),
        2 => pause().prop_map(MutexOp::Pop),
        2 => pause().prop_map(MutexOp::BackOff),
        5 => Just(MutexOp::Lock),
        2 => Just(MutexOp::Unlock),
    ];
    prop_oneof![
        2 => (0..2_usize, pause()).prop_map(|(at, how)| Op::Atomic(at, AtomicOp::PollWhileZero(how))),
        3 => flag(),
        7 => (object(MUTEXES), mutex).prop_map(|(at, op)| Op::Mutex(at, op)),
    ]
    .boxed()
}
