//! Programs that engines and model once quarrelled about, as small as shrinking made them.
use peers::compare::{Limits, Peer, compare};
use peers::program::{Capacity, Channel, Op, Program, Style};

/// A program of unconditional statements; main comes first.
fn program(channels: &[Channel], threads: &[&[Op]]) -> Program {
    Program {
        style: Style::Free,
        barrier: 2,
        channels: channels.to_vec(),
        threads: threads.iter().map(|ops| ops.iter().map(|&op| op.into()).collect()).collect(),
    }
}

#[track_caller]
fn all_agree(program: &Program) {
    for only in [Peer::Ours, Peer::OursExhaustive, Peer::Shuttle] {
        let limits = Limits { executions: 20_000, only: Some(only) };
        if let Err(quarrel) = compare(program, limits) {
            panic!("{quarrel}");
        }
    }
}

fn spawn(thread: u8) -> Op {
    Op::Spawn { thread }
}

fn bounded(receiver: u8) -> Channel {
    Channel { capacity: Capacity::Bounded(1), receiver }
}

fn send(value: u8) -> Op {
    Op::Send { channel: 0, value, reg: 0 }
}

#[test]
fn a_failed_compare_exchange_does_not_hide_a_load_before_the_store() {
    all_agree(&program(
        &[],
        &[
            &[spawn(1), spawn(2), Op::Store { atomic: 2, value: 2 }],
            &[
                Op::Load { atomic: 0, reg: 1 },
                Op::CompareExchange { atomic: 2, old: 1, new: 1, reg: 0, weak: false },
            ],
            &[Op::Load { atomic: 2, reg: 2 }],
        ],
    ));
}

#[test]
fn two_readers_and_a_writer_meet_in_every_order() {
    all_agree(&program(
        &[],
        &[
            &[spawn(1), spawn(2), spawn(3)],
            &[Op::Write { rwlock: 0 }, Op::AddWritten { rwlock: 0, value: 1 }],
            &[Op::Write { rwlock: 1 }, Op::Read { rwlock: 0 }, Op::GetRead { rwlock: 0, reg: 1 }],
            &[Op::Read { rwlock: 0 }, Op::GetRead { rwlock: 0, reg: 2 }],
        ],
    ));
}

#[test]
fn a_second_reader_does_not_hide_the_race_of_a_writer_with_the_first() {
    all_agree(&program(
        &[],
        &[
            &[spawn(1), Op::Read { rwlock: 0 }, spawn(2), Op::Join { thread: 2, reg: 2 }],
            &[Op::Write { rwlock: 0 }, Op::Read { rwlock: 1 }, Op::GetRead { rwlock: 1, reg: 1 }],
            &[
                Op::Read { rwlock: 0 },
                Op::Write { rwlock: 1 },
                Op::AddWritten { rwlock: 1, value: 1 },
            ],
        ],
    ));
}

#[test]
fn a_failed_try_read_does_not_hide_the_race_for_the_lock() {
    all_agree(&program(
        &[],
        &[
            &[
                spawn(1),
                Op::TryWrite { rwlock: 1, reg: 2 },
                spawn(2),
                Op::Join { thread: 1, reg: 1 },
            ],
            &[Op::Write { rwlock: 1 }],
            &[Op::TryRead { rwlock: 1, reg: 2 }],
        ],
    ));
}

#[test]
fn a_failed_try_write_does_not_hide_the_race_for_the_lock() {
    all_agree(&program(
        &[],
        &[
            &[spawn(1), Op::Write { rwlock: 0 }, spawn(2), Op::Join { thread: 1, reg: 2 }],
            &[Op::Read { rwlock: 0 }],
            &[Op::TryWrite { rwlock: 0, reg: 0 }],
        ],
    ));
}

#[test]
fn a_blocked_writer_is_not_forgotten_where_all_others_sleep() {
    all_agree(&program(
        &[],
        &[
            &[spawn(1), Op::Read { rwlock: 1 }, spawn(2)],
            &[spawn(3), Op::Read { rwlock: 0 }, Op::Join { thread: 3, reg: 1 }],
            &[Op::Write { rwlock: 0 }, Op::GetRead { rwlock: 0, reg: 2 }],
            &[
                Op::Write { rwlock: 0 },
                Op::AddWritten { rwlock: 0, value: 1 },
                Op::TryWrite { rwlock: 1, reg: 1 },
            ],
        ],
    ));
}

#[test]
fn a_full_channel_becomes_disconnected() {
    all_agree(&program(&[bounded(0)], &[&[spawn(1)], &[send(2), send(4)]]));
}

#[test]
fn a_sender_that_waits_for_ever_races_with_the_one_that_filled_the_channel() {
    all_agree(&program(&[bounded(2)], &[&[spawn(1), spawn(2)], &[send(8)], &[send(9)]]));
    let try_recv = Op::TryRecv { channel: 0, reg: 1 };
    all_agree(&program(&[bounded(2)], &[&[spawn(1), spawn(2)], &[send(5)], &[send(6), try_recv]]));
    let try_send = Op::TrySend { channel: 0, value: 7, reg: 2 };
    all_agree(&program(&[bounded(1)], &[&[spawn(1), try_send], &[send(2)]]));
}

#[test]
fn two_senders_fill_a_channel_in_either_order() {
    let recv = Op::Recv { channel: 0, reg: 0 };
    all_agree(&program(
        &[bounded(3)],
        &[&[spawn(1), spawn(2), spawn(3)], &[send(1)], &[send(5)], &[recv]],
    ));
}

#[test]
fn a_try_send_that_finds_no_room_races_with_the_one_that_took_it() {
    let try_send = |value| Op::TrySend { channel: 0, value, reg: 2 };
    all_agree(&program(&[bounded(1)], &[&[spawn(1), spawn(2)], &[try_send(3)], &[try_send(4)]]));
}

#[test]
fn a_place_that_becomes_free_is_not_kept_for_a_sender_that_waits() {
    let try_send = |value| Op::TrySend { channel: 0, value, reg: 2 };
    let try_recv = Op::TryRecv { channel: 0, reg: 1 };
    // Shuttle keeps it, and is not asked.
    all_agree(&program(
        &[bounded(2)],
        &[&[spawn(1), spawn(2)], &[send(7)], &[try_send(9), try_recv, try_send(8)]],
    ));
}

#[test]
fn a_try_recv_races_with_the_end_of_the_last_sender() {
    let unbounded = Channel { capacity: Capacity::Unbounded, receiver: 3 };
    all_agree(&program(
        &[unbounded],
        &[
            &[spawn(1), spawn(2)],
            &[spawn(3)],
            &[send(2)],
            &[Op::Recv { channel: 0, reg: 2 }, Op::TryRecv { channel: 0, reg: 1 }],
        ],
    ));
}

#[test]
fn a_park_that_nobody_ends_is_a_deadlock_or_a_spurious_wakeup() {
    all_agree(&program(&[], &[&[Op::Park]]));
    all_agree(&program(&[], &[&[spawn(1)], &[Op::Park]]));
}

#[test]
fn a_wait_that_nobody_ends_is_a_deadlock_or_a_spurious_wakeup() {
    let wait = Op::WaitOnce { mutex: 0, value: 0 };
    all_agree(&program(&[], &[&[spawn(1)], &[Op::Lock { mutex: 0 }, wait]]));
}

#[test]
fn arrivals_at_a_barrier_are_not_bound_to_what_came_before() {
    all_agree(&program(
        &[],
        &[
            &[spawn(1), Op::Barrier, spawn(2)],
            &[spawn(3), Op::Barrier],
            &[Op::Barrier],
            &[Op::Barrier],
        ],
    ));
}

#[test]
fn who_receives_at_one_rendezvous_is_not_met_at_another() {
    let rendezvous = Channel { capacity: Capacity::Bounded(0), receiver: 1 };
    let to = |channel, value| Op::Send { channel, value, reg: 1 };
    all_agree(&program(
        &[rendezvous, rendezvous],
        &[&[spawn(1), spawn(2)], &[Op::Recv { channel: 1, reg: 2 }], &[to(0, 2), to(1, 7)]],
    ));
}
