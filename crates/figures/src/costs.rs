//! What threads cost beside goroutines: to start one, to switch, and the memory of one that waits.
use std::fs;
use std::process::Command;
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

use crate::files;
use crate::stack;
use crate::table::{Report, Table, time};

/// Threads that are started and joined, one after the other.
const STARTED: u32 = 10_000;

/// Messages that two threads send back and forth.
const MESSAGES: u32 = 50_000;

/// Threads that wait at the same time.
const WAITING: usize = 1_000;

/// The Go program that measures the same, and prints a number in a line each.
const GO: &str = "costs.go";

fn start() -> f64 {
    let begin = Instant::now();
    for _ in 0..STARTED {
        let _ = thread::spawn(|| ()).join();
    }
    begin.elapsed().as_secs_f64() / f64::from(STARTED)
}

/// The time of one message, including the switch to the thread that waits for it.
fn switch() -> f64 {
    let (ping, pings) = sync_channel(0);
    let (pong, pongs) = sync_channel(0);
    thread::spawn(move || pings.iter().for_each(|()| _ = pong.send(())));
    let begin = Instant::now();
    for _ in 0..MESSAGES {
        let _ = ping.send(());
        let _ = pongs.recv();
    }
    begin.elapsed().as_secs_f64() / f64::from(2 * MESSAGES)
}

/// The resident memory of a thread that waits, in bytes.
fn memory() -> f64 {
    let before = resident();
    let everyone = Arc::new(Barrier::new(WAITING + 1));
    let (leave, left) = channel::<()>();
    let left = Arc::new(std::sync::Mutex::new(left));
    let threads: Vec<_> = (0..WAITING)
        .map(|_| {
            let (everyone, left) = (Arc::clone(&everyone), Arc::clone(&left));
            thread::spawn(move || {
                everyone.wait();
                drop(left.lock().map(|left| left.recv()));
            })
        })
        .collect();
    everyone.wait();
    let used = resident() - before;
    drop(leave);
    threads.into_iter().for_each(|thread| _ = thread.join());
    used / WAITING as f64
}

/// The resident memory of this process, in bytes.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0
}

/// What the Go program prints: start, switch and memory.
fn goroutines() -> Option<[f64; 3]> {
    let mut go = Command::new("go");
    go.args(["run", GO]).current_dir(files::root().join("book/go"));
    let printed = files::output(&mut go).ok()?;
    let numbers: Vec<f64> = printed.lines().filter_map(|line| line.parse().ok()).collect();
    numbers.try_into().ok()
}

pub(crate) fn measure() -> Result<Report, String> {
    let bytes = |bytes: f64| format!("{:.1} KiB", bytes / 1024.0);
    let go = goroutines();
    let row = |what: &str, thread: f64, number: usize, show: &dyn Fn(f64) -> String| {
        let goroutine = go.map_or_else(|| "Go is not installed".to_owned(), |go| show(go[number]));
        vec![what.to_owned(), show(thread), goroutine]
    };
    let only = |what: &str, thread: String| vec![what.to_owned(), thread, "grows".to_owned()];
    let smallest = |depth| stack::smallest(depth).map(|size| bytes(size as f64));
    let rows = vec![
        row("start one and wait for its end", start(), 0, &time),
        row("one message to a thread that waits for it", switch(), 1, &time),
        row("resident memory of one that waits", memory(), 2, &bytes),
        only("smallest `stack_size` for a function without calls", smallest(0)?),
        only("smallest `stack_size` for 100 nested calls with 1 KiB each", smallest(100)?),
    ];
    let header = ["", "`std::thread`", "goroutine"].map(str::to_owned).to_vec();
    let title = "The cost of a thread and of a goroutine:".to_owned();
    Ok(Report { plots: Vec::new(), tables: vec![Table { title, header, rows }] })
}
