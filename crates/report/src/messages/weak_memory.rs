//! Advice about stale reads and overtaken stores.

use crate::analysis::{Flag, WeakMemory};
use crate::names::{Names, list};
use crate::op::Place;
use crate::source::user_line;

/// What `Release` and `Acquire` do not do.
const ONLY_PAIRS: &str = "`Release` and `Acquire` only order what one thread passes on to another.";

pub(super) fn weak_memory(pattern: &WeakMemory, names: &Names) -> String {
    match pattern {
        WeakMemory::Publication { stale, newest, flag } => {
            let (reader, writer) = (names.thread(stale.thread), names.thread(newest.thread));
            let (data, name) = (names.object(stale.object), names.object(flag.object));
            format!(
                "{reader} sees the new `{name}`, but not yet what {writer} wrote to `{data}` before \
                 it: {}. Then a thread that sees the new `{name}` also sees everything that was \
                 written before it.",
                publish(flag, name, names)
            )
        }
        WeakMemory::Overtaken { stale, newest, flag } => {
            let (thread, late) = (names.thread(stale.thread), names.line(stale.place));
            let (writer, early) = (names.thread(newest.thread), names.line(newest.place));
            let object = names.object(stale.object);
            let what = format!(
                "{thread} writes `{object}` at {late} after {writer} wrote it at {early}, and yet \
                 the value of {writer} remains: "
            );
            what + &match flag {
                None => format!(
                    "writes of two threads can take effect in a different order. {ONLY_PAIRS} If all \
                     threads must agree on the last write, use `SeqCst` for all these operations, \
                     or a lock."
                ),
                Some(flag) => {
                    let name = names.object(flag.object);
                    let (store, load) = (names.line(flag.store), names.line(flag.load));
                    format!(
                        "seeing the new `{name}` does not order {thread} after the writes before \
                         it. Write `{name}` with `Release` at {store}, and read it with `Acquire` at \
                         {load}. Then a thread that sees the new `{name}` writes after all of them."
                    )
                }
            }
        }
        WeakMemory::StoreBuffering { threads, objects, places } => {
            let [first, second] = threads.map(|thread| names.thread(thread));
            let [mine, yours] = objects.map(|object| names.object(object));
            format!(
                "{first} writes `{mine}` and then reads `{yours}`, {second} does the reverse, and \
                 neither sees what the other wrote: a thread can read before its own write has \
                 reached the other threads. `Release` and `Acquire` allow that. Use `SeqCst` for \
                 all four operations ({}), or hold a lock over the write and the read.",
                lines(*places, names)
            )
        }
        WeakMemory::StaleRead { stale, newest, is_synchronized } => {
            let (reader, read) = (names.thread(stale.thread), names.line(stale.place));
            let (writer, written) = (names.thread(newest.thread), names.line(newest.place));
            let object = names.object(stale.object);
            let advice = match is_synchronized {
                true => format!(
                    "{ONLY_PAIRS} If all threads must agree on the order, use `SeqCst` for all these \
                     operations, or a lock."
                ),
                false => format!(
                    "To make sure that {reader} sees it, synchronize the two threads: with a lock, a \
                     channel, `join`, or an `Acquire` load that reads a later `Release` store."
                ),
            };
            format!(
                "At {read} {reader} reads an old value of `{object}`: the newer value that {writer} \
                 wrote at {written} need not be visible to all threads at once. {advice}"
            )
        }
    }
}

fn publish(flag: &Flag, name: &str, names: &Names) -> String {
    let (store, load) = (names.line(flag.store), names.line(flag.load));
    match (flag.releases, flag.acquires) {
        (true, false) => format!(
            "`Release` at {store} is only one half. Also read `{name}` with `Acquire` at {load}"
        ),
        (false, true) => format!(
            "`Acquire` at {load} is only one half. Also write `{name}` with `Release` at {store}"
        ),
        _ => format!(
            "with `Relaxed`, the writes of a thread can become visible in any order. Write `{name}` \
             with `Release` at {store}, and read it with `Acquire` at {load}"
        ),
    }
}

/// `lines 5, 6 and 9 of cat.rs`
fn lines(mut places: [Place; 4], names: &Names) -> String {
    places.sort_by_key(|place| (place.file(), place.line()));
    let first = places[0];
    let one_file = user_line(first)
        .filter(|_| places.iter().all(|place| place.file() == first.file()))
        .and_then(|line| Some(line.split(':').next()?.to_owned()));
    let mut lines: Vec<String> = match one_file {
        Some(_) => places.iter().map(|place| place.line().to_string()).collect(),
        None => places.iter().map(|place| names.line(place)).collect(),
    };
    lines.dedup();
    let several = list(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    match one_file {
        Some(file) if lines.len() == 1 => format!("line {several} of {file}"),
        Some(file) => format!("lines {several} of {file}"),
        None => several,
    }
}
