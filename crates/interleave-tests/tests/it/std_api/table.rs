//! The README's table of what is modeled: a sample shows each of its statements.

mod arcs;
mod loops;
mod memory_model;
mod samples;
mod statics;

use super::absent;
use arcs::*;
use loops::*;
use memory_model::*;
use samples::*;
use statics::*;

macro_rules! rows {
    ($($row:ident: $std:literal { $($says:literal => [$($sample:path),* $(,)?],)* })*) => {
        /// The rows of the table, from the samples below.
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
        "a reader may overtake a waiting writer, or wait for it" => [
            a_reader_overtakes_a_waiting_writer_or_waits,
        ],
    }
    condvar: "`sync::Condvar`" {
        "any waiter may be woken" => [any_waiter_may_be_woken],
        "spurious wakeups" => [one_wakeup_is_spurious],
        "a timeout fires or not" => [a_timeout_fires_or_not],
    }
    once: "`sync::{Barrier, Once, OnceLock, LazyLock}`" {
        "as documented by std" => [a_barrier_has_one_leader, the_first_thread_initializes_the_value],
    }
    channels: "`sync::mpsc`" {
        "everything" => [messages_of_a_sender_arrive_in_order, a_rendezvous_needs_a_waiting_receiver],
    }
    atomics: "`sync::atomic`" {
        "the C++20 memory model, except *load buffering*" => [
            a_relaxed_read_can_be_stale,
            a_store_can_be_ordered_before_earlier_ones,
            a_release_sequence_synchronizes,
            fences_synchronize,
            seqcst_operations_have_one_order,
            no_load_buffering,
        ],
        "weak exchanges fail spuriously" => [a_weak_exchange_may_fail],
    }
    stale_reads: "`Relaxed` and `Acquire` loads" {
        "at most two consecutive stale reads per thread and location" => [two_stale_reads_in_a_row],
    }
    checks: "`Once::is_completed`, `OnceLock::get`, `LazyLock::get`" {
        "can miss an initialization that only relaxed loads have announced, twice in a row" => [
            a_relaxed_flag_does_not_show_an_initialization,
        ],
    }
    two_cells: "two threads that each set a `OnceLock` and then check the other's" {
        "at least one finds it, which the memory model does not promise" => [
            of_two_cells_one_is_found,
        ],
    }
    arc: "`sync::{Arc, Weak}`" {
        "std's own" => [arc_is_the_type_of_std],
        "if code asks for its owners, every order is tried, but reported as bounded" => [
            an_arc_is_unique_after_a_join,
            every_order_of_a_drop_and_an_upgrade_is_tried,
        ],
    }
    last_owners: "a destructor in the source, of a value that an `Arc` owns" {
        "any owner can be the last and run it, which is reported as bounded" => [
            crate::last_owners::any_owner_can_run_the_destructor,
        ],
    }
    undivided_arcs: "two changes of `Arc`s without an operation in between" {
        "one step: in two threads, `Arc::try_unwrap(a).ok()` never gives `None` in both" => [
            two_changes_of_an_arc_are_one_step,
        ],
    }
    formatting: "`{:?}` of an atomic, a lock, a `OnceLock` or a `LazyLock`" {
        "reads it, as in std, except in the message of a panic" => [
            crate::formatting::a_formatted_primitive_shows_what_another_thread_does,
            crate::formatting::the_message_of_a_panic_is_formatted_without_operations,
        ],
    }
    output: "`io::{Stdout, Stderr}`" {
        "silent; their locks keep no thread out" => [locked_output_keeps_no_thread_out],
    }
    threads: "`thread`" {
        "spawning, scopes, joining, parking, sleeping and yielding" => [threads_behave_as_in_std],
        "at most 32 threads that were not joined" => [at_most_32_threads_that_were_not_joined],
    }
    thread_locals: "`thread_local!`" {
        "one value per simulated thread, initialized again in each execution" => [
            each_thread_has_its_own_value,
        ],
    }
    hash_tables: "`HashMap`, `HashSet`, `RandomState`" {
        "fixed keys: the same order in every execution and on real threads" => [
            hash_tables_have_one_order,
        ],
    }
    clock: "`time::Instant`" {
        "virtual: the longest chain of sleeps" => [a_clock_is_the_longest_chain_of_sleeps],
        "advances for loops that wait for a point in time" => [a_deadline_is_reached],
    }
    spin_loop: "`hint::spin_loop`" {
        "yields" => [spin_loop_waits],
    }
    loops_that_end: "polling loops that end" {
        "explored" => [a_limited_loop_gives_up],
        "more than 2,000 rereads or 100 ended waits are bounded" => [loops_beyond_the_limits_are_bounded],
    }
    loops_without_end: "polling loops that never end" {
        "suspended until a change, after at most 26 rereads" => [
            an_endless_loop_polls_at_most_26_times,
        ],
    }
    loops_that_change: "polling loops that never end and change something in each round" {
        "three rounds, or 5,000 operations if they differ, in every order; then the others run: bounded" => [
            a_loop_whose_rounds_differ_is_bounded,
            a_loop_that_changes_something_is_bounded,
        ],
    }
    refused_reads: "`RwLock::try_read` while a writer waits" {
        "fails or not, in every order; bounded after three refusals in a row" => [
            many_refused_reads_are_bounded,
        ],
    }
    printing: "`println!`, `dbg!`, `io::{stdout, stderr}`" {
        "silent, but the arguments are evaluated" => [arguments_of_println_are_evaluated],
    }
    statics: "`static` atomics, `Once`, `OnceLock`, `LazyLock`" {
        "reset in each execution" => [statics_are_reset],
        "old values are leaked" => [the_value_of_a_static_is_never_dropped],
    }
    static_locks: "`static` locks around `()`, numbers, `&str` or an `Option` of one" {
        "reset in each execution" => [statics_are_reset],
    }
    other_statics: "other state in a `static`" {
        "reported as unsupported if it survives an execution" => [other_surviving_state_is_rejected],
    }
    left_threads: "threads that have not ended when an execution ends" {
        "left, as when a process ends: no destructor runs, so what they own is leaked" => [
            a_thread_that_is_left_drops_nothing,
        ],
    }
    left_memory: "more than 256 MiB in use when an execution leaves threads" {
        "the search soon ends, and is bounded, if the program uses `Heap`" => [
            what_left_threads_own_is_limited,
        ],
    }
    the_clock_and_the_hook: "`time::SystemTime`, the panic hook" {
        "absent: using them is a compile error" => [absent::time, absent::panic],
    }
    the_world: "`env`, `fs`, `net`, `os`, `process`" {
        "only what a `main` needs with the feature `deny-io`, otherwise std's own" => [
            absent::env,
            absent::fs,
            absent::net,
            absent::os,
            absent::process,
            absent::programs,
        ],
    }
    pointers: "`sync::atomic::AtomicPtr`" {
        "absent: reading through it requires `unsafe`" => [absent::pointers],
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

/// The maximum width of a cell.
const WIDTH: usize = 100;

#[test]
fn the_readme_has_this_table() {
    let section = include_str!("../../../../interleave/README.md").split("\n## ");
    let section = section.into_iter().find(|text| text.starts_with("What is modeled")).unwrap();
    let table: Vec<_> = section.lines().filter(|line| line.starts_with('|')).collect();
    let head = ["| std | under exploration |", "|---|---|"].map(String::from);
    assert_eq!(table, [&head[..], &rows()].concat());
    assert!(table.iter().flat_map(|row| row.split(" | ")).all(|cell| cell.len() <= WIDTH));
}
