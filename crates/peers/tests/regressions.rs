//! Programs about which the engine once contradicted the state machine, as small as possible.
use peers::compare::{Limits, Peer, compare};
use peers::program::Op::{self, Atomic, Barrier, Mutex, Park, RwLock, Thread};
use peers::program::ThreadOp::{IsFinished, Join, Spawn};
use peers::program::{ArcOp, AtomicOp as A, ChannelOp as C, MutexOp as M, RwLockOp as R};
use peers::program::{Channel, Program, Statement, Style};

#[track_caller]
fn assert_all_agree(channels: &[Channel], threads: &[&[Statement]]) {
    let program = Program {
        style: Style::Free,
        barrier: 2,
        channels: channels.to_vec(),
        threads: threads.iter().map(|statements| statements.to_vec()).collect(),
    };
    for only in [Peer::Interleave, Peer::InterleaveExhaustive, Peer::Shuttle] {
        let limits = Limits { executions: 20_000, only: Some(only) };
        for comparison in compare(&program, limits) {
            assert!(!comparison.is_mismatch(), "{program}\n{comparison}");
        }
    }
}

fn spawn(thread: usize) -> Statement {
    Thread(thread, Spawn).into()
}

fn bounded(receiver: usize) -> Channel {
    Channel { capacity: Some(1), receiver }
}

fn send(value: u8) -> Statement {
    Op::Channel(0, C::Send(value)).into()
}

#[test]
fn a_failed_compare_exchange_does_not_hide_a_load_before_the_store() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), spawn(2), Atomic(2, A::Store(2)).into()],
            &[
                Atomic(0, A::Load).into_register(1),
                Atomic(2, A::CompareExchange { old: 1, new: 1, weak: false }).into_register(0),
            ],
            &[Atomic(2, A::Load).into_register(2)],
        ],
    );
}

#[test]
fn two_readers_and_a_writer_meet_in_every_order() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), spawn(2), spawn(3)],
            &[RwLock(0, R::Write).into(), RwLock(0, R::Add(1)).into()],
            &[
                RwLock(1, R::Write).into(),
                RwLock(0, R::Read).into(),
                RwLock(0, R::Get).into_register(1),
            ],
            &[RwLock(0, R::Read).into(), RwLock(0, R::Get).into_register(2)],
        ],
    );
}

#[test]
fn a_second_reader_does_not_hide_the_race_of_a_writer_with_the_first() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), RwLock(0, R::Read).into(), spawn(2), Thread(2, Join).into_register(2)],
            &[
                RwLock(0, R::Write).into(),
                RwLock(1, R::Read).into(),
                RwLock(1, R::Get).into_register(1),
            ],
            &[RwLock(0, R::Read).into(), RwLock(1, R::Write).into(), RwLock(1, R::Add(1)).into()],
        ],
    );
}

#[test]
fn a_failed_try_read_does_not_hide_the_race_for_the_lock() {
    assert_all_agree(
        &[],
        &[
            &[
                spawn(1),
                RwLock(1, R::TryWrite).into_register(2),
                spawn(2),
                Thread(1, Join).into_register(1),
            ],
            &[RwLock(1, R::Write).into()],
            &[RwLock(1, R::TryRead).into_register(2)],
        ],
    );
}

#[test]
fn a_failed_try_write_does_not_hide_the_race_for_the_lock() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), RwLock(0, R::Write).into(), spawn(2), Thread(1, Join).into_register(2)],
            &[RwLock(0, R::Read).into()],
            &[RwLock(0, R::TryWrite).into_register(0)],
        ],
    );
}

#[test]
fn a_blocked_writer_is_not_forgotten_when_all_other_threads_sleep() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), RwLock(1, R::Read).into(), spawn(2)],
            &[spawn(3), RwLock(0, R::Read).into(), Thread(3, Join).into_register(1)],
            &[RwLock(0, R::Write).into(), RwLock(0, R::Get).into_register(2)],
            &[
                RwLock(0, R::Write).into(),
                RwLock(0, R::Add(1)).into(),
                RwLock(1, R::TryWrite).into_register(1),
            ],
        ],
    );
}

#[test]
fn a_full_channel_becomes_disconnected() {
    assert_all_agree(&[bounded(0)], &[&[spawn(1)], &[send(2), send(4)]]);
}

#[test]
fn a_sender_that_blocks_forever_races_with_the_one_that_filled_the_channel() {
    assert_all_agree(&[bounded(2)], &[&[spawn(1), spawn(2)], &[send(8)], &[send(9)]]);
    let try_recv = Op::Channel(0, C::TryRecv).into_register(1);
    assert_all_agree(&[bounded(2)], &[&[spawn(1), spawn(2)], &[send(5)], &[send(6), try_recv]]);
    let try_send = Op::Channel(0, C::TrySend(7)).into_register(2);
    assert_all_agree(&[bounded(1)], &[&[spawn(1), try_send], &[send(2)]]);
}

#[test]
fn two_senders_fill_a_channel_in_either_order() {
    let recv = Op::Channel(0, C::Recv).into_register(0);
    assert_all_agree(
        &[bounded(3)],
        &[&[spawn(1), spawn(2), spawn(3)], &[send(1)], &[send(5)], &[recv]],
    );
}

#[test]
fn a_try_send_to_a_full_channel_races_with_the_send_that_filled_it() {
    let try_send = |value| Op::Channel(0, C::TrySend(value)).into_register(2);
    assert_all_agree(&[bounded(1)], &[&[spawn(1), spawn(2)], &[try_send(3)], &[try_send(4)]]);
}

#[test]
fn a_free_slot_is_not_reserved_for_a_blocked_sender() {
    let try_send = |value| Op::Channel(0, C::TrySend(value)).into_register(2);
    let try_recv = Op::Channel(0, C::TryRecv).into_register(1);
    // shuttle reserves the slot, so it is not compared.
    assert_all_agree(
        &[bounded(2)],
        &[&[spawn(1), spawn(2)], &[send(7)], &[try_send(9), try_recv, try_send(8)]],
    );
}

#[test]
fn a_try_recv_races_with_the_drop_of_the_last_sender() {
    let unbounded = Channel { capacity: None, receiver: 3 };
    assert_all_agree(
        &[unbounded],
        &[
            &[spawn(1), spawn(2)],
            &[spawn(3)],
            &[send(2)],
            &[
                Op::Channel(0, C::Recv).into_register(2),
                Op::Channel(0, C::TryRecv).into_register(1),
            ],
        ],
    );
}

#[test]
fn a_park_without_unpark_deadlocks_or_wakes_spuriously() {
    assert_all_agree(&[], &[&[Park.into()]]);
    assert_all_agree(&[], &[&[spawn(1)], &[Park.into()]]);
}

#[test]
fn a_wait_without_notification_deadlocks_or_wakes_spuriously() {
    let wait = Mutex(0, M::WaitOnce(0)).into();
    assert_all_agree(&[], &[&[spawn(1)], &[Mutex(0, M::Lock).into(), wait]]);
}

#[test]
fn arrivals_at_a_barrier_are_independent_of_earlier_operations() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), Barrier { leader: false }.into(), spawn(2)],
            &[spawn(3), Barrier { leader: false }.into()],
            &[Barrier { leader: false }.into()],
            &[Barrier { leader: false }.into()],
        ],
    );
}

#[test]
fn a_receiver_of_one_rendezvous_channel_is_not_matched_at_another() {
    let rendezvous = Channel { capacity: Some(0), receiver: 1 };
    let to = |channel, value| Op::Channel(channel, C::Send(value)).into_register(1);
    assert_all_agree(
        &[rendezvous, rendezvous],
        &[
            &[spawn(1), spawn(2)],
            &[Op::Channel(1, C::Recv).into_register(2)],
            &[to(0, 2), to(1, 7)],
        ],
    );
}

#[test]
fn a_reader_that_leaves_does_not_hide_that_try_read_can_be_refused_before() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), spawn(2), RwLock(0, R::Write).into(), RwLock(0, R::Add(1)).into()],
            &[
                RwLock(0, R::TryRead).into_register(2),
                RwLock(0, R::TryRead).into_register(0),
                RwLock(0, R::Get).into_register(1),
            ],
            &[RwLock(0, R::Read).into()],
        ],
    );
}

#[test]
fn a_thread_does_not_wait_for_objects_of_an_earlier_execution() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), spawn(2)],
            &[
                Atomic(1, A::Poll { yields: false }).into(),
                Atomic(0, A::Poll { yields: true }).into(),
            ],
            &[Atomic(1, A::Load).into(), Atomic(1, A::Poll { yields: false }).into()],
        ],
    );
}

#[test]
fn a_thread_is_finished_before_it_drops_its_thread_local_values() {
    assert_all_agree(
        &[],
        &[
            &[
                spawn(1),
                Thread(1, IsFinished).into_register(0),
                Atomic(0, A::Load).into_register(1),
            ],
            &[Op::Local(0).into(), Op::Local(1).into()],
        ],
    );
}

#[test]
fn a_reference_is_upgraded_before_or_after_any_drop() {
    assert_all_agree(
        &[],
        &[
            &[spawn(1), Op::Arc(0, ArcOp::StrongCount).into_register(0)],
            &[Op::Arc(0, ArcOp::Upgrade).into_register(0), Op::Arc(0, ArcOp::DropWeak).into()],
        ],
    );
}

/// One attempt fails because the channel is full, and another one because its receiver is gone.
#[test]
fn each_of_two_attempts_can_come_before_the_end_of_the_receiver() {
    let try_send = || Op::Channel(0, C::TrySend(1)).into();
    assert_all_agree(
        &[bounded(0)],
        &[&[spawn(1), spawn(2), spawn(3)], &[send(1), send(1)], &[try_send()], &[try_send()]],
    );
}
