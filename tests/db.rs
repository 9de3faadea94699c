//! `db`: every call is one step, whatever other threads do.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/db.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/db.rs")]
mod db;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::thread;

use db::Db;
use interleave::History;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// An operation on a shared database.
#[derive(Clone, Debug)]
enum Op {
    Get(&'static str),
    Set(&'static str, &'static str),
    Delete(&'static str),
    Increment(&'static str),
    Len,
}

#[derive(Clone, Debug, PartialEq)]
enum Output {
    Value(Option<String>),
    Number(i64),
    NotANumber,
    Count(usize),
}

type Model = BTreeMap<String, String>;

impl Op {
    fn perform(&self, db: &Db) -> Output {
        match *self {
            Op::Get(key) => Output::Value(db.get(key)),
            Op::Set(key, value) => Output::Value(db.set(key, value)),
            Op::Delete(key) => Output::Value(db.delete(key)),
            Op::Increment(key) => match db.increment(key) {
                Ok(number) => Output::Number(number),
                Err(_) => Output::NotANumber,
            },
            Op::Len => Output::Count(db.len()),
        }
    }

    /// The key, if the operation has one.
    fn key(&self) -> Option<&'static str> {
        match *self {
            Op::Get(key) | Op::Set(key, _) | Op::Delete(key) | Op::Increment(key) => Some(key),
            Op::Len => None,
        }
    }

    /// The sequential model.
    fn model(values: &mut Model, op: &Op) -> Output {
        match *op {
            Op::Get(key) => Output::Value(values.get(key).cloned()),
            Op::Set(key, value) => Output::Value(values.insert(key.into(), value.into())),
            Op::Delete(key) => Output::Value(values.remove(key)),
            Op::Increment(key) => {
                let number = values.get(key).map_or(Ok(0_i64), |value| value.parse());
                let Some(next) = number.ok().and_then(|number| number.checked_add(1)) else {
                    return Output::NotANumber;
                };
                values.insert(key.into(), next.to_string());
                Output::Number(next)
            }
            Op::Len => Output::Count(values.len()),
        }
    }
}

/// Keys that differ in length, in the first letter, in the last, in case, or only in the order.
const KEYS: [&str; 8] = ["a", "b", "ab", "ba", "cat", "Cat", "catnip", "visits of the day 1"];

/// Any characters, also those that no keyboard has.
fn any_text(length: RangeInclusive<usize>) -> impl Strategy<Value = String> {
    vec(any::<char>(), length).prop_map(String::from_iter)
}

/// Most calls use the first key, so that they meet.
fn op() -> impl Strategy<Value = Op> {
    op_on(|| prop_oneof![3 => Just("a"), 1 => Just("b")].boxed())
}

fn op_on(key: fn() -> BoxedStrategy<&'static str>) -> impl Strategy<Value = Op> {
    let value = prop_oneof![Just("7"), Just("tom"), Just("9223372036854775806")];
    prop_oneof![
        2 => key().prop_map(Op::Increment),
        2 => (key(), value).prop_map(|(key, value)| Op::Set(key, value)),
        1 => key().prop_map(Op::Delete),
        1 => key().prop_map(Op::Get),
        1 => Just(Op::Len),
    ]
}

#[test]
fn only_one_of_two_first_sets_finds_the_key_new() {
    judge::test!(
        "of two threads that set a new key, one gets `None` and the other the replaced value"
    )
    .outcomes(|| {
        let db = Db::new();
        let [tom, kitty] = thread::scope(|scope| {
            ["tom", "kitty"]
                .map(|cat| scope.spawn(|| db.set("cat", cat)))
                .map(|thread| thread.join().unwrap())
        });
        let value = db.get("cat");
        judge::words!("setting tom returns {tom:?}, kitty {kitty:?}, and the value is {value:?}")
    });
}

#[test]
fn a_value_is_deleted_once() {
    judge::test!("of two threads that delete a key, exactly one gets the value").outcomes(|| {
        let db = Db::new();
        db.set("cat", "tom");
        let [first, second] = thread::scope(|scope| {
            [(); 2].map(|()| scope.spawn(|| db.delete("cat"))).map(|thread| thread.join().unwrap())
        });
        let value = db.get("cat");
        judge::words!("the first got {first:?}, the second {second:?}, and the value is {value:?}")
    });
}

#[test]
fn three_increments_give_1_2_and_3() {
    judge::test!("three increments return 1, 2 and 3, in any order").outcomes(|| {
        let db = Db::new();
        let numbers = thread::scope(|scope| {
            [(); 3]
                .map(|()| scope.spawn(|| db.increment("visits").ok()))
                .map(|thread| thread.join().unwrap())
        });
        (numbers, db.get("visits"))
    });
}

#[test]
fn many_increments_beside_one_all_count() {
    judge::test!("however many increments another thread makes during one, all count").property(
        1..=6_i64,
        |&increments| {
            judge::size("increments beside one", increments as usize);
            let db = Db::new();
            let increment = |times| Vec::from_iter((0..times).map(|_| db.increment("cat").ok()));
            let mut numbers = thread::scope(|scope| {
                let one = scope.spawn(|| increment(1));
                let mut numbers = increment(increments);
                numbers.extend(one.join().unwrap());
                numbers
            });
            numbers.sort_unstable();
            let expected: Vec<_> = (1..=increments + 1).map(Some).collect();
            assert_eq!(numbers, expected, "every increment should return another number");
            assert_eq!(db.get("cat"), Some((increments + 1).to_string()), "the last number");
        },
    );
}

#[test]
fn an_increment_comes_before_or_after_a_delete() {
    judge::test!("an increment happens before or after a delete, never in the middle").outcomes(
        || {
            let db = Db::new();
            db.set("visits", "5");
            let (number, deleted) = thread::scope(|scope| {
                let number = scope.spawn(|| db.increment("visits").ok());
                let deleted = scope.spawn(|| db.delete("visits"));
                (number.join().unwrap(), deleted.join().unwrap())
            });
            let value = db.get("visits");
            judge::words!("increment: {number:?}, delete: {deleted:?}, and the value is {value:?}")
        },
    );
}

#[test]
fn the_largest_number_is_reached_once() {
    judge::test!("of two increments of the second largest number, exactly one is an error")
        .outcomes(|| {
            let db = Db::new();
            db.set("visits", &(i64::MAX - 1).to_string());
            let numbers = thread::scope(|scope| {
                [(); 2]
                    .map(|()| scope.spawn(|| db.increment("visits").ok()))
                    .map(|thread| thread.join().unwrap())
            });
            (numbers, db.get("visits"))
        });
}

#[test]
fn counting_ends_at_the_largest_number() {
    judge::test!("of two increments of a counter that has room for one, exactly one is an error")
        .scenario(|| {
            let db = Db::new();
            db.set("visits", &(i64::MAX - 2).to_string());
            assert_eq!(db.increment("visits").ok(), Some(i64::MAX - 1), "the first increment");
            let mut numbers = thread::scope(|scope| {
                let other = scope.spawn(|| db.increment("visits").ok());
                [db.increment("visits").ok(), other.join().unwrap()]
            });
            numbers.sort_unstable();
            assert_eq!(numbers, [None, Some(i64::MAX)], "two increments at once");
            assert_eq!(db.get("visits"), Some(i64::MAX.to_string()), "the last number");
        });
}

#[test]
fn keys_are_independent() {
    judge::test!("operations on one key never undo operations on another key").scenario(|| {
        let db = Db::new();
        db.set("cat", "tom");
        let results = thread::scope(|scope| {
            let increment = scope.spawn(|| db.increment("visits").ok());
            let set = scope.spawn(|| db.set("coffee", "mocha"));
            let delete = scope.spawn(|| db.delete("cat"));
            (increment.join().unwrap(), set.join().unwrap(), delete.join().unwrap())
        });
        assert_eq!(results, (Some(1), None, Some("tom".to_string())), "keys are independent");
        let stored = ["visits", "coffee", "cat"].map(|key| db.get(key));
        assert_eq!(
            stored,
            [Some("1".to_string()), Some("mocha".to_string()), None],
            "one thread has undone a change of another",
        );
        assert_eq!(db.len(), 2, "two keys are left");
    });
}

#[test]
fn len_counts_at_one_moment() {
    judge::test!(
        "`len` counts at one moment: if a key is added before another is deleted, it is 1 or 2"
    )
    .outcomes(|| {
        let db = Db::new();
        db.set("a", "old");
        thread::scope(|scope| {
            scope.spawn(|| {
                for (key, other) in [("b", "a"), ("a", "b")] {
                    db.set(key, "new");
                    db.delete(other);
                }
            });
            db.len()
        })
    });
}

#[test]
fn len_counts_any_two_keys_at_one_moment() {
    let pairs = (0..KEYS.len()).flat_map(|one| (0..one).map(move |two| (KEYS[one], KEYS[two])));
    judge::test!("whichever key is added before another is deleted, `len` is 1 or 2")
        .cases(48)
        .property(select(pairs.collect::<Vec<_>>()), |&(one, two)| {
            let db = Db::new();
            db.set(one, "old");
            let len = thread::scope(|scope| {
                scope.spawn(|| {
                    for (key, other) in [(two, one), (one, two)] {
                        db.set(key, "new");
                        db.delete(other);
                    }
                });
                db.len()
            });
            assert!((1..=2).contains(&len), "the database never had {len} keys");
        });
}

#[test]
fn a_new_key_counts_at_once() {
    judge::test!("`len` and `get` agree: a thread that reads a new key also counts it").outcomes(
        || {
            let db = Db::new();
            thread::scope(|scope| {
                scope.spawn(|| db.set("cat", "tom"));
                (db.get("cat"), db.len())
            })
        },
    );
}

#[test]
fn every_call_is_one_step() {
    judge::test!("every call is one step: all results fit one order of the calls")
        .property(vec(vec(op(), 1..=2), 2..=3), |threads| check_linearizable(threads));
}

#[test]
fn every_call_of_many_threads_is_one_step() {
    let op = op_on(|| select(KEYS.to_vec()).boxed());
    judge::test!("every call of up to five threads on several keys is one step")
        .cases(32)
        .sampled(20)
        .property(vec(vec(op, 1..=3), 3..=5), |threads| check_linearizable(threads));
}

/// Checks that all results fit one order of the calls.
fn check_linearizable(threads: &[Vec<Op>]) {
    judge::size("threads", threads.len());
    for ops in threads {
        judge::size("calls in one thread, beside other threads", ops.len());
    }
    let keys: BTreeSet<_> = threads.iter().flatten().filter_map(Op::key).collect();
    judge::size("keys", keys.len());
    let (db, history) = (Db::new(), History::new());
    let perform = &|op: &Op| history.record(op.clone(), || op.perform(&db));
    thread::scope(|scope| {
        for ops in threads {
            scope.spawn(move || {
                for op in ops {
                    perform(op);
                }
            });
        }
    });
    for op in [Op::Get("a"), Op::Get("b"), Op::Len] {
        perform(&op);
    }
    history.assert_linearizable(Model::new(), Op::model);
}

#[test]
fn every_thread_reads_its_own_key_on_real_threads() {
    judge::test!(
        "on real threads, each of four threads reads the values that it stored under its own key"
    )
    .native(|| {
        let count = judge::with_timeout(|| {
            let db = Db::new();
            thread::scope(|scope| {
                for key in ["a", "b", "c", "d"] {
                    let db = &db;
                    scope.spawn(move || {
                        for value in (0..1_000).map(|value| value.to_string()) {
                            db.set(key, &value);
                            assert_eq!(db.get(key), Some(value), "only this thread uses the key");
                        }
                    });
                }
            });
            db.len()
        });
        assert_eq!(count, 4, "each thread has one key");
    });
}

#[path = "db/alone.rs"]
mod alone;
#[path = "db/http.rs"]
mod over_http;

/// The results of the public API: no type of the exercise, with a `PartialEq` of its own, can stand in for one of std.
#[expect(dead_code, reason = "only its types matter")]
fn types(
    db: &Db,
) -> ([Option<String>; 3], Result<i64, db::NotANumber>, usize, bool, http::Response<String>) {
    let values = [db.get(""), db.set("", ""), db.delete("")];
    let response = db::handle(db, &http::Request::default());
    (values, db.increment(""), db.len(), db.is_empty(), response)
}
