//! The table of what is modelled, in the crate's documentation: each thing that it says has a sample here
//! that shows it, and it says nothing else.

mod rounds;
mod samples;
mod statics;

use super::absent;
use rounds::*;
use samples::*;
use statics::*;

macro_rules! rows {
    ($($row:ident: $std:literal { $($says:literal => [$($sample:path),* $(,)?],)* })*) => {
        /// The table, as the samples have it.
        fn rows() -> Vec<String> {
            vec![$(format!("| {} | {} |", $std, [$($says),*].join("; "))),*]
        }

        $(
            #[test]
            fn $row() {
                $($($sample();)*)*
            }
        )*
    };
}

rows! {
    locks: "`sync::{Mutex, RwLock}`" {
        "with poisoning" => [a_panic_poisons_a_lock],
        "a reader gets in whenever no writer is inside" => [a_reader_passes_a_writer_that_waits],
    }
    condvar: "`sync::Condvar`" {
        "any waiter may be woken" => [any_waiter_may_be_woken],
        "a wait may end for no reason" => [one_wakeup_comes_for_no_reason],
        "a timeout fires or not" => [a_timeout_fires_or_not],
    }
    once: "`sync::{Barrier, Once, OnceLock, LazyLock}`" {
        "as std documents them" => [a_barrier_has_one_leader, whoever_is_first_makes_the_value],
    }
    channels: "`sync::mpsc`" {
        "all of it" => [items_come_in_the_order_of_their_sender, a_rendezvous_meets_who_waits],
    }
    atomics: "`sync::atomic`" {
        "the memory model of C++20, to which Rust refers: stale reads, stores that become older than ones \
         executed before them, release sequences, fences, any order of what is `SeqCst`" => [
            a_relaxed_read_can_be_stale,
            a_store_can_become_older,
            a_release_sequence_passes_on,
            fences_pass_on,
            what_is_seq_cst_has_one_order,
        ],
        "a weak exchange may fail for no reason" => [a_weak_exchange_fails],
        "at most two stale reads in a row of one location by one thread" => [two_stale_reads_in_a_row],
        "no *load buffering*: see below" => [no_load_buffering],
    }
    arc: "`sync::{Arc, Weak}`" {
        "std's own, because `Arc<dyn Fn()>`, `Arc<[T]>` and `self: Arc<Self>` are for std's alone on stable \
         Rust" => [an_arc_is_std_s_own],
        "what a thread owns is dropped before it can be joined, so `try_unwrap`, `into_inner`, `get_mut` and \
         `make_mut` are right after a `join`" => [an_arc_is_alone_after_a_join],
        "the drop of a clone is no step of its own, so that not every order of it with `strong_count`, \
         `Weak::upgrade` and those is seen, and a bug of this kind can be missed" => [
            a_drop_of_a_clone_is_no_step,
        ],
    }
    threads: "`thread`" {
        "`spawn`, `scope`, `Builder`, `JoinHandle`, `park`, `unpark`, `sleep`, `yield_now`, `current`, \
         `available_parallelism`" => [threads_do_what_std_s_do],
        "32 threads at most" => [no_more_than_32_threads],
    }
    thread_locals: "`thread_local!`" {
        "a value for each simulated thread, made afresh in each execution" => [
            each_thread_has_a_value_of_its_own,
        ],
    }
    clock: "`time::Instant`" {
        "virtual: a thread's clock is the longest chain of sleeps that came before" => [
            a_clock_is_the_longest_chain_of_sleeps,
        ],
        "it moves too for whoever only looks at it, or waits in a loop for a moment to come" => [
            a_moment_comes,
        ],
    }
    spin_loop: "`hint::spin_loop`" {
        "says that the thread waits" => [a_spin_loop_waits],
    }
    rounds: "loops that look, wait or receive again and again" {
        "those that give up after so many rounds do all of them" => [whoever_counts_gives_up],
        "more than 2,000 looks, or 100 waits of a thread that end by themselves, are called bounded" => [
            what_is_beyond_is_bounded,
        ],
        "those that never would give up go on with the first change: who counts their rounds sees 26 looks \
         at most, one wait of a thread that ends for no reason, and two too early" => [
            whoever_waits_for_ever_goes_round_so_often,
            one_wakeup_comes_for_no_reason,
        ],
    }
    printing: "`println!` and its like" {
        "silent, but for their arguments" => [arguments_of_println_are_evaluated],
    }
    statics: "state in a `static`" {
        "atomics, `Once`, `OnceLock`, `LazyLock` (of a function), and locks around `()`, a number, a `bool`, \
         a `char`, a `&str` or an `Option` of one begin afresh in each execution" => [
            statics_begin_afresh,
        ],
        "what a `OnceLock` or a `LazyLock` held is never dropped, as in every `static`" => [
            what_a_static_held_stays,
        ],
        "what else survives is refused" => [what_survives_is_refused],
    }
    the_world: "`time::SystemTime`, `fs`, `net`, `process`, `env`, `os`, the panic hook" {
        "absent: to use them is a compile error" => [
            absent::time,
            absent::fs,
            absent::net,
            absent::process,
            absent::env,
            absent::os,
            absent::panic,
        ],
    }
    pointers: "`sync::atomic::AtomicPtr`" {
        "absent: to read through it takes `unsafe`" => [absent::pointers],
    }
    the_rest: "`as_ptr` and `from_ptr` of atomics, `Builder::spawn_unchecked`, deprecated functions" {
        "absent" => [
            absent::methods_of_atomics,
            absent::methods_of_flags,
            absent::methods_of_builders,
            absent::methods_of_condvars,
            absent::deprecated_atomics,
            absent::deprecated_sync,
            absent::deprecated_threads,
        ],
    }
}

#[test]
fn the_documentation_has_this_table() {
    let text = include_str!("../../src/lib.rs");
    let lines = text.lines().filter_map(|line| line.strip_prefix("//! "));
    let table: Vec<_> = lines.filter(|line| line.starts_with('|')).collect();
    let head = ["| std | under exploration |", "|---|---|"].map(String::from);
    assert_eq!(table, [&head[..], &rows()].concat());
}
