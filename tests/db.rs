//! A database: each call is one step, whoever else is at work.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/db.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/db.rs")]
mod db;

use std::collections::BTreeMap;
use std::thread;

use db::Db;
use interleave::History;
use proptest::collection::vec;
use proptest::prelude::*;

/// What a thread can do with a database that it shares.
#[derive(Clone, Debug)]
enum Op {
    Get(&'static str),
    Set(&'static str, &'static str),
    Delete(&'static str),
    Increment(&'static str),
    Len,
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Value(Option<String>),
    Number(i64),
    Refused,
    Count(usize),
}

type Model = BTreeMap<String, String>;

impl Op {
    fn perform(&self, db: &Db) -> Answer {
        match *self {
            Op::Get(key) => Answer::Value(db.get(key)),
            Op::Set(key, value) => Answer::Value(db.set(key, value)),
            Op::Delete(key) => Answer::Value(db.delete(key)),
            Op::Increment(key) => match db.increment(key) {
                Ok(number) => Answer::Number(number),
                Err(_) => Answer::Refused,
            },
            Op::Len => Answer::Count(db.len()),
        }
    }

    /// What a database does that nobody else can see.
    fn model(values: &mut Model, op: &Op) -> Answer {
        match *op {
            Op::Get(key) => Answer::Value(values.get(key).cloned()),
            Op::Set(key, value) => Answer::Value(values.insert(key.into(), value.into())),
            Op::Delete(key) => Answer::Value(values.remove(key)),
            Op::Increment(key) => {
                let number = values.get(key).map_or(Ok(0_i64), |value| value.parse());
                let Some(next) = number.ok().and_then(|number| number.checked_add(1)) else {
                    return Answer::Refused;
                };
                values.insert(key.into(), next.to_string());
                Answer::Number(next)
            }
            Op::Len => Answer::Count(values.len()),
        }
    }
}

fn op() -> impl Strategy<Value = Op> {
    let key = || prop_oneof![3 => Just("a"), 1 => Just("b")];
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
fn of_two_first_sets_one_is_told_that_the_key_was_new() {
    judge::test!("of two threads that set a new key one is told None, the other what it replaced")
        .outcomes(|| {
            let db = Db::new();
            let previous = thread::scope(|scope| {
                ["tom", "kitty"]
                    .map(|cat| scope.spawn(|| db.set("cat", cat)))
                    .map(|thread| thread.join().unwrap())
            });
            (previous, db.get("cat"))
        });
}

#[test]
fn a_value_is_deleted_once() {
    judge::test!("of two threads that delete a key exactly one gets the value").outcomes(|| {
        let db = Db::new();
        db.set("cat", "tom");
        let deleted = thread::scope(|scope| {
            [(); 2].map(|()| scope.spawn(|| db.delete("cat"))).map(|thread| thread.join().unwrap())
        });
        (deleted, db.get("cat"))
    });
}

#[test]
fn three_increments_give_1_2_and_3() {
    judge::test!("three increments give 1, 2 and 3, in any order").outcomes(|| {
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
fn an_increment_comes_before_or_after_a_delete() {
    judge::test!("an increment comes before or after a delete, never in the middle").outcomes(
        || {
            let db = Db::new();
            db.set("visits", "5");
            let (number, deleted) = thread::scope(|scope| {
                let number = scope.spawn(|| db.increment("visits").ok());
                let deleted = scope.spawn(|| db.delete("visits"));
                (number.join().unwrap(), deleted.join().unwrap())
            });
            (number, deleted, db.get("visits"))
        },
    );
}

#[test]
fn the_largest_number_is_reached_once() {
    judge::test!("of two increments of the largest number but one exactly one is an error")
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
fn two_keys_do_not_disturb_each_other() {
    judge::test!("what one thread does with its key never undoes what another does with its own")
        .scenario(|| {
            let db = Db::new();
            db.set("cat", "tom");
            let answers = thread::scope(|scope| {
                let increment = scope.spawn(|| db.increment("visits").ok());
                let set = scope.spawn(|| db.set("coffee", "mocha"));
                let delete = scope.spawn(|| db.delete("cat"));
                (increment.join().unwrap(), set.join().unwrap(), delete.join().unwrap())
            });
            assert_eq!(answers, (Some(1), None, Some("tom".to_string())), "each key on its own");
            let left = ["visits", "coffee", "cat"].map(|key| db.get(key));
            assert_eq!(
                left,
                [Some("1".to_string()), Some("mocha".to_string()), None],
                "what one thread did was undone by another",
            );
            assert_eq!(db.len(), 2, "two keys are left");
        });
}

#[test]
fn len_counts_in_one_moment() {
    judge::test!("len counts in one moment: if a key comes before another goes, there are 1 or 2")
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
fn a_new_key_counts_at_once() {
    judge::test!("len and get agree: whoever sees the value of a new key also counts the key")
        .outcomes(|| {
            let db = Db::new();
            thread::scope(|scope| {
                scope.spawn(|| db.set("cat", "tom"));
                (db.get("cat"), db.len())
            })
        });
}

#[test]
fn every_call_is_one_step() {
    judge::test!("every call is one step: all answers fit one order of the calls").property(
        vec(vec(op(), 1..=2), 2..=3),
        |threads| {
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
        },
    );
}

#[test]
fn every_thread_reads_its_own_key_on_real_threads() {
    judge::test!("on real threads, each of four threads reads what it stored under its own key")
        .native(|| {
            let count = judge::with_timeout(|| {
                let db = Db::new();
                thread::scope(|scope| {
                    for key in ["a", "b", "c", "d"] {
                        let db = &db;
                        scope.spawn(move || {
                            for value in (0..1_000).map(|value| value.to_string()) {
                                db.set(key, &value);
                                assert_eq!(db.get(key), Some(value), "nobody else uses this key");
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
