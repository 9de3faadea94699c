//! The table of what is modelled, in the README: each thing that it says has a sample here
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
        "poisoning" => [a_panic_poisons_a_lock],
        "a reader may acquire the lock while a writer waits" => [a_reader_passes_a_writer_that_waits],
    }
    condvar: "`sync::Condvar`" {
        "any waiter may be woken" => [any_waiter_may_be_woken],
        "spurious wakeups" => [one_wakeup_comes_for_no_reason],
        "a timeout fires or not" => [a_timeout_fires_or_not],
    }
    once: "`sync::{Barrier, Once, OnceLock, LazyLock}`" {
        "as documented by std" => [a_barrier_has_one_leader, whoever_is_first_makes_the_value],
    }
    channels: "`sync::mpsc`" {
        "everything" => [items_come_in_the_order_of_their_sender, a_rendezvous_meets_who_waits],
    }
    atomics: "`sync::atomic`" {
        "the C++20 memory model, except *load buffering*" => [
            a_relaxed_read_can_be_stale,
            a_store_can_become_older,
            a_release_sequence_passes_on,
            fences_pass_on,
            what_is_seq_cst_has_one_order,
            no_load_buffering,
        ],
        "weak exchanges fail spuriously" => [a_weak_exchange_fails],
    }
    stale_reads: "`Relaxed` and `Acquire` loads" {
        "at most two consecutive stale reads per thread and location" => [two_stale_reads_in_a_row],
    }
    arc: "`sync::{Arc, Weak}`" {
        "std's own" => [an_arc_is_std_s_own],
        "exact after a `join`" => [an_arc_is_alone_after_a_join],
        "dropping a clone is not a step" => [a_drop_of_a_clone_is_no_step],
    }
    threads: "`thread`" {
        "spawning, scopes, joining, parking, sleeping and yielding" => [threads_do_what_std_s_do],
        "at most 32 threads" => [no_more_than_32_threads],
    }
    thread_locals: "`thread_local!`" {
        "one value per simulated thread, initialized anew in each execution" => [
            each_thread_has_a_value_of_its_own,
        ],
    }
    clock: "`time::Instant`" {
        "virtual: the longest chain of sleeps" => [a_clock_is_the_longest_chain_of_sleeps],
        "advances for loops that wait for a moment" => [a_moment_comes],
    }
    spin_loop: "`hint::spin_loop`" {
        "yields" => [a_spin_loop_waits],
    }
    loops_that_end: "polling loops that end" {
        "explored" => [whoever_counts_gives_up],
        "more than 2,000 rereads or 100 ended waits are bounded" => [what_is_beyond_is_bounded],
    }
    loops_without_end: "polling loops that never end" {
        "suspended until a change, after at most 26 rereads" => [
            whoever_waits_for_ever_goes_round_so_often,
        ],
    }
    printing: "`println!` and the like" {
        "silent, but the arguments are evaluated" => [arguments_of_println_are_evaluated],
    }
    statics: "`static` atomics, `Once`, `OnceLock`, `LazyLock`" {
        "reset in each execution" => [statics_begin_afresh],
        "old values are leaked" => [what_a_static_held_stays],
    }
    static_locks: "`static` locks around `()`, numbers, `&str` or an `Option` of one" {
        "reset in each execution" => [statics_begin_afresh],
    }
    other_statics: "other state in a `static`" {
        "reported as unsupported if it survives an execution" => [what_survives_is_refused],
    }
    the_clock_and_the_hook: "`time::SystemTime`, the panic hook" {
        "absent: using them is a compile error" => [absent::time, absent::panic],
    }
    the_world: "`env`, `fs`, `net`, `os`, `process`" {
        "empty with the feature `deny-io`, otherwise std's own" => [
            absent::env,
            absent::fs,
            absent::net,
            absent::os,
            absent::process,
        ],
    }
    pointers: "`sync::atomic::AtomicPtr`" {
        "absent: reading through it takes `unsafe`" => [absent::pointers],
    }
    unsafe_functions: "`as_ptr` and `from_ptr` of atomics, `Builder::spawn_unchecked`" {
        "absent" => [
            absent::methods_of_atomics,
            absent::methods_of_flags,
            absent::methods_of_builders,
        ],
    }
    deprecated: "deprecated functions" {
        "absent" => [
            absent::methods_of_condvars,
            absent::deprecated_atomics,
            absent::deprecated_sync,
            absent::deprecated_threads,
        ],
    }
}

/// The longest cell that stays readable on a page.
const WIDTH: usize = 100;

#[test]
fn the_readme_has_this_table() {
    let section = include_str!("../../README.md").split("\n## ");
    let section = section.into_iter().find(|text| text.starts_with("What is modeled")).unwrap();
    let table: Vec<_> = section.lines().filter(|line| line.starts_with('|')).collect();
    let head = ["| std | under exploration |", "|---|---|"].map(String::from);
    assert_eq!(table, [&head[..], &rows()].concat());
    assert!(table.iter().flat_map(|row| row.split(" | ")).all(|cell| cell.len() <= WIDTH));
}
