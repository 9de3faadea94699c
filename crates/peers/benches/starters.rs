//! The time to the first failure of each starter, in one scenario.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::new_without_default,
    clippy::type_complexity,
    reason = "the starters are compiled as they are"
)]
#[macro_use]
extern crate interleave as std;

#[path = "../../../exercises/bank.rs"]
mod bank;
#[path = "../../../exercises/barista.rs"]
mod barista;
#[path = "../../../exercises/cat.rs"]
mod cat;
#[path = "../../../exercises/coffee.rs"]
mod coffee;
#[path = "../../../exercises/db.rs"]
mod db;
#[path = "../../../exercises/icons.rs"]
mod icons;
#[path = "../../../exercises/loon.rs"]
mod loon;
#[path = "../../../exercises/memo.rs"]
mod memo;
#[path = "../../../exercises/menu.rs"]
mod menu;
#[path = "../../../exercises/philosophers.rs"]
mod philosophers;
#[path = "../../../exercises/pool.rs"]
mod pool;
#[path = "../../../exercises/publish.rs"]
mod publish;
#[path = "../../../exercises/queue.rs"]
mod queue;
#[path = "../../../exercises/tally.rs"]
mod tally;
#[path = "../../../exercises/till.rs"]
mod till;

use interleave::Explorer;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

const TWO: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// Calls `f` in two threads at the same time.
fn twice<T: Send>(f: impl Fn() -> T + Sync) -> [T; 2] {
    thread::scope(|scope| {
        let threads = [scope.spawn(&f), scope.spawn(&f)];
        threads.map(|thread| thread.join().unwrap())
    })
}

fn bank() {
    let account = bank::Account::new(10);
    assert_ne!(twice(|| account.withdraw(7)), [true, true]);
}

fn barista() {
    let barista = barista::Barista::open();
    let order = |order| barista.order(order).unwrap();
    thread::scope(|scope| {
        let mocha = scope.spawn(|| order("Mocha"));
        assert_eq!(order("Choca").trim(), "Choca");
        assert_eq!(mocha.join().unwrap().trim(), "Mocha");
    });
}

fn cat() {
    let (list, opened) = (cat::List::new(&[("Tom", "lazy")]), Instant::now());
    let reserved = twice(|| list.reserve());
    assert!(reserved.contains(&None) || opened.elapsed() >= cat::APPOINTMENT * 2);
}

fn coffee() {
    let coffee = coffee::Coffee::new();
    thread::scope(|scope| {
        scope.spawn(|| coffee.write_text("Mocha with Milk"));
        scope.spawn(|| coffee.write_text("Green Tea, cold"));
    });
    assert!(["Mocha with Milk", "Green Tea, cold"].contains(&coffee.order().as_str()));
}

fn db() {
    let db = db::Db::new();
    let _ = twice(|| db.increment("guests"));
    assert_eq!(db.get("guests").as_deref(), Some("2"));
}

fn icons() {
    static LOADED: AtomicU32 = AtomicU32::new(0);
    let icons = icons::Icons::new(|| {
        LOADED.fetch_add(1, SeqCst);
        BTreeMap::new()
    });
    twice(|| icons.icon("cup"));
    assert_eq!(LOADED.load(SeqCst), 1);
}

fn loon() {
    let loon = loon::Loon::new("Bugs", 40);
    twice(|| loon.birthday());
    assert_eq!(loon.age(), 42);
}

fn memo() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let memo = memo::Memo::new(|key| {
        CALLS.fetch_add(1, SeqCst);
        Ok(key.len())
    });
    let _ = twice(|| memo.get("tea"));
    assert_eq!(CALLS.load(SeqCst), 1);
}

fn menu() {
    let menu = menu::Menu::new(&[("soup", 300)]);
    twice(|| menu.raise(50));
    assert_eq!(menu.read(|prices| prices["soup"]), 400);
}

fn philosophers() {
    let table = philosophers::Table::new(TWO);
    thread::scope(|scope| {
        scope.spawn(|| table.dine(0, || {}));
        table.dine(1, || {});
    });
}

fn pool() {
    assert_eq!(pool::map(vec![1, 2, 3], TWO, |n| n), [1, 2, 3]);
}

fn publish() {
    let bulletin = publish::Bulletin::new();
    thread::scope(|scope| {
        scope.spawn(|| bulletin.publish([7; 3]));
        assert!(bulletin.read().is_none_or(|headline| headline == [7; 3]));
    });
}

fn queue() {
    let queue = Arc::new(queue::Queue::new(NonZeroUsize::MIN));
    let cook = Arc::clone(&queue);
    thread::spawn(move || cook.push("soup"));
    assert_eq!(queue.pop(), Some("soup"));
}

fn tally() {
    let tally = tally::Tally::new(2);
    thread::scope(|scope| {
        scope.spawn(|| tally.write_round(1));
        let look = tally.read_all();
        assert!(look[0].1 >= look[1].1, "key 0 is always counted first");
    });
}

fn till() {
    assert_eq!(till::synchronised(&[1, 2], TWO), 3);
}

fn main() {
    const SCENARIOS: [(&str, fn()); 15] = [
        ("bank", bank),
        ("barista", barista),
        ("cat", cat),
        ("coffee", coffee),
        ("db", db),
        ("icons", icons),
        ("loon", loon),
        ("memo", memo),
        ("menu", menu),
        ("philosophers", philosophers),
        ("pool", pool),
        ("publish", publish),
        ("queue", queue),
        ("tally", tally),
        ("till", till),
    ];
    println!("starter      | executions |    time | failure");
    for (name, scenario) in SCENARIOS {
        print_row(name, scenario);
    }
    println!(
        "
executions: until one fails; time: until the failure can be reported, including the search for the
execution that is easiest to read (median)."
    );
}

/// Explores `scenario`, which must fail, several times.
fn print_row(name: &str, scenario: fn()) {
    const ROUNDS: usize = 21;
    const GOAL: Duration = Duration::from_millis(10);
    let explore = || {
        let start = ::std::time::Instant::now();
        let failure = Explorer::new().check(scenario).expect_err("a starter fails");
        (start.elapsed(), failure)
    };
    let mut explored: Vec<_> = (0..ROUNDS).map(|_| explore()).collect();
    explored.sort_by_key(|(time, _)| *time);
    let (time, failure) = &explored[ROUNDS / 2];
    let ms = format!("{:.2}ms", time.as_secs_f64() * 1e3);
    let late = if *time > GOAL { ", late" } else { "" };
    let executions = failure.coverage.executions;
    println!("{name:13}|{executions:>11} |{ms:>8} | {:?}{late}", failure.kind);
}
