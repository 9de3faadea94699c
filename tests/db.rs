//! A database: each call is one step, whoever else is at work.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/db.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/db.rs")]
mod db;

#[path = "db/http.rs"]
mod over_http;
#[path = "db/step.rs"]
mod step;

use std::collections::BTreeMap;
use std::thread;

use db::{Db, NotANumber};
use proptest::collection::vec;
use proptest::prelude::*;
use serial_test::serial;

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

/// Values that are no `i64`, and the one that has no next.
fn not_incremented() -> impl Strategy<Value = String> {
    let fraction = "[0-9]{1,2}[.,:x][0-9]";
    prop_oneof![
        "[a-z]{0,3}",
        fraction,
        "-?[1-9][0-9]{19}",
        Just(i64::MAX.to_string())
    ]
}

#[test]
fn a_value_stays_until_it_is_replaced_or_deleted() {
    judge::test!("a value stays until it is replaced or deleted")
        .cases(64)
        .property(vec(op(), 0..=12), |ops| {
            let (db, mut model) = (Db::new(), Model::new());
            for (index, op) in ops.iter().enumerate() {
                let expected = Op::model(&mut model, op);
                assert_eq!(op.perform(&db), expected, "call {index} of {ops:?}");
            }
        });
}

#[test]
fn any_text_can_be_a_key_and_a_value() {
    judge::test!("any text can be a key, and any text a value").property(
        ("\\PC{1,8}", "\\PC{0,8}"),
        |(key, value)| {
            let db = Db::new();
            assert_eq!(db.set(key, value), None);
            assert_eq!(db.get(key).as_ref(), Some(value));
            assert_eq!(db.delete(key).as_ref(), Some(value));
            assert_eq!((db.get(key), db.len()), (None, 0));
        },
    );
}

#[test]
fn an_increment_adds_one() {
    judge::test!("an increment adds one to any number but the largest").property(
        prop_oneof![any::<i64>(), -2..=2_i64, Just(i64::MAX - 1), Just(i64::MIN)],
        |&number| {
            let db = Db::new();
            db.set("visits", &number.to_string());
            let next = number.checked_add(1);
            assert_eq!(db.increment("visits").ok(), next);
            let left = next.unwrap_or(number).to_string();
            assert_eq!(db.get("visits"), Some(left));
        },
    );
}

#[test]
fn a_missing_key_counts_as_0() {
    judge::test!("a missing key counts as 0 for an increment").scenario(|| {
        let db = Db::new();
        for number in [1, 2, 3] {
            assert_eq!(db.increment("visits").ok(), Some(number));
            assert_eq!((db.get("visits"), db.len()), (Some(number.to_string()), 1));
        }
    });
}

#[test]
fn what_is_no_number_is_not_incremented() {
    fn is_an_error(_: &(impl std::error::Error + ?Sized)) {}
    judge::test!("an increment of a text or past the largest number fails and changes nothing")
        .property(not_incremented(), |value| {
            let db = Db::new();
            db.set("visits", value);
            let refusal: NotANumber = db.increment("visits").expect_err("this must be an error");
            is_an_error(&refusal);
            assert_ne!(
                refusal.to_string(),
                "",
                "the error should say what is wrong"
            );
            assert_eq!(db.get("visits").as_ref(), Some(value));
        });
}

#[test]
#[serial]
fn every_thread_counts_its_own_key_on_real_threads() {
    judge::test!("on real threads, each of four threads counts to 1,000 under a key of its own")
        .native(|| {
            let (db, keys) = (Db::new(), ["a", "b", "c", "d"]);
            thread::scope(|scope| {
                for key in keys {
                    let db = &db;
                    scope.spawn(move || (0..1_000).map(|_| db.increment(key)).last());
                }
            });
            assert_eq!(
                keys.map(|key| db.get(key)),
                keys.map(|_| Some("1000".to_string()))
            );
            assert_eq!(db.len(), 4);
        });
}
