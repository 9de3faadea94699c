//! What each call does when nobody else is at work.

use proptest::collection::vec;
use proptest::prelude::*;

use super::db::{Db, NotANumber};
use super::{Model, Op, op};

/// Values that are no `i64`, and the one that has no next.
pub(super) fn not_incremented() -> impl Strategy<Value = String> {
    let fraction = "[0-9]{1,2}[.,:x][0-9]";
    prop_oneof!["[a-z]{0,3}", fraction, "-?[1-9][0-9]{19}", Just(i64::MAX.to_string())]
}

#[test]
fn a_value_stays_until_it_is_replaced_or_deleted() {
    judge::test!("a value stays until it is replaced or deleted").cases(64).property(
        vec(op(), 0..=12),
        |ops| {
            let (db, mut model) = (Db::new(), Model::new());
            for (index, op) in ops.iter().enumerate() {
                let expected = Op::model(&mut model, op);
                assert_eq!(op.perform(&db), expected, "call {index} of {ops:?}");
            }
        },
    );
}

#[test]
fn any_text_can_be_a_key_and_a_value() {
    judge::test!("any text can be a key, and any text a value").property(
        ("\\PC{1,8}", "\\PC{0,8}"),
        |(key, value)| {
            let db = Db::new();
            assert!(db.is_empty(), "a new database is empty");
            assert_eq!(db.set(key, value), None, "nothing was stored before");
            assert!(!db.is_empty(), "one key is there");
            assert_eq!(db.get(key).as_ref(), Some(value), "get {key:?}");
            assert_eq!(db.delete(key).as_ref(), Some(value), "delete {key:?}");
            assert_eq!((db.get(key), db.len()), (None, 0), "nothing is left");
            assert!(db.is_empty(), "nothing is left");
        },
    );
}

#[test]
fn an_increment_adds_one() {
    judge::test!("an increment adds one to any number but the largest").property(
        prop_oneof![any::<i64>(), -2..=2_i64, Just(i64::MAX), Just(i64::MIN)],
        |&number| {
            let db = Db::new();
            db.set("visits", &number.to_string());
            let next = number.checked_add(1);
            assert_eq!(db.increment("visits").ok(), next, "after {number}");
            let left = next.unwrap_or(number).to_string();
            assert_eq!(db.get("visits"), Some(left), "stored after the increment");
        },
    );
}

#[test]
fn a_missing_key_counts_as_0() {
    judge::test!("a missing key counts as 0 for an increment").scenario(|| {
        let db = Db::new();
        for number in [1, 2, 3] {
            assert_eq!(db.increment("visits").ok(), Some(number), "increment {number}");
            assert_eq!((db.get("visits"), db.len()), (Some(number.to_string()), 1), "one key");
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
            let refusal: NotANumber =
                db.increment("visits").expect_err("this is no number to increment");
            is_an_error(&refusal);
            assert_ne!(refusal.to_string(), "", "the error should say what is wrong");
            assert_eq!(db.get("visits").as_ref(), Some(value), "the value stays");
        });
}
