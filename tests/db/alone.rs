//! Every call in a single thread.

use judge::text;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::db::{Db, NotANumber};
use super::{KEYS, Model, Op, any_text, op, op_on};

/// Values that are not an `i64`, and the largest `i64`.
pub(super) fn not_incremented() -> impl Strategy<Value = String> {
    let fraction = (text("0-9", 1..=2), text(".,:x", 1), text("0-9", 1));
    let too_large = (text("-", 0..=1), text("1-9", 1), text("0-9", 19));
    let joined = |(first, second, third): (String, String, String)| first + &second + &third;
    prop_oneof![
        text("a-z", 0..=3),
        fraction.prop_map(joined),
        too_large.prop_map(joined),
        Just(i64::MAX.to_string())
    ]
}

/// Performs these calls one after the other, and compares each result with that of a model.
fn assert_matches_model(ops: &[Op]) {
    let (db, mut model) = (Db::new(), Model::new());
    for (index, op) in ops.iter().enumerate() {
        let expected = Op::model(&mut model, op);
        assert_eq!(op.perform(&db), expected, "call {index} of {ops:?}");
    }
}

#[test]
fn a_value_stays_until_it_is_replaced_or_deleted() {
    judge::test!("a value stays until it is replaced or deleted")
        .cases(64)
        .property(vec(op(), 0..=12), |ops| assert_matches_model(ops));
}

#[test]
fn values_of_many_keys_stay_until_they_are_replaced() {
    let op = op_on(|| select(KEYS.to_vec()).boxed());
    judge::test!("values of many keys stay until they are replaced or deleted")
        .property(vec(op, 20..=60), |ops| assert_matches_model(ops));
}

#[test]
fn hundreds_of_keys_are_kept() {
    judge::test!("hundreds of keys are kept, counted, and deleted one by one").scenario(|| {
        let keys = 300;
        judge::size("keys, in one thread", keys);
        let (db, key) = (Db::new(), |number: usize| format!("the key with the number {number}"));
        for number in 0..keys {
            assert_eq!((db.set(&key(number), "7"), db.len()), (None, number + 1), "a new key");
        }
        for number in 0..keys {
            assert_eq!(db.increment(&key(number)).ok(), Some(8), "key {number}");
        }
        for number in (0..keys).step_by(2) {
            assert_eq!(db.delete(&key(number)).as_deref(), Some("8"), "key {number}");
        }
        let left = |number: &usize| db.get(&key(*number)).is_some();
        assert!((0..keys).filter(left).eq((1..keys).step_by(2)), "every other key is left");
        assert_eq!(db.len(), keys / 2, "every other key is left");
    });
}

#[test]
fn any_text_can_be_a_key_and_a_value() {
    judge::test!("any text can be a key, and any text a value").property(
        (
            prop_oneof![any_text(1..=8), text("a-z /", 60)],
            prop_oneof![any_text(0..=8), text("a-z0-9 ", 300)],
        ),
        |(key, value)| {
            let db = Db::new();
            assert!(db.is_empty(), "a new database should be empty");
            assert_eq!(db.set(key, value), None, "there should be no previous value");
            assert!(!db.is_empty(), "there should be one key");
            assert_eq!(db.get(key).as_ref(), Some(value), "get {key:?}");
            assert_eq!(db.delete(key).as_ref(), Some(value), "delete {key:?}");
            assert_eq!((db.get(key), db.len()), (None, 0), "no key should be left");
            assert!(db.is_empty(), "no key should be left");
        },
    );
}

#[test]
fn an_increment_adds_one() {
    judge::test!("an increment adds one to every number but the largest").property(
        prop_oneof![any::<i64>(), -2..=2_i64, Just(i64::MAX), Just(i64::MIN)],
        |&number| {
            let db = Db::new();
            db.set("visits", &number.to_string());
            let next = number.checked_add(1);
            assert_eq!(db.increment("visits").ok(), next, "after {number}");
            let stored = next.unwrap_or(number).to_string();
            assert_eq!(db.get("visits"), Some(stored), "after the increment");
        },
    );
}

#[test]
fn a_missing_key_counts_as_0() {
    judge::test!("an increment counts a missing key as 0").scenario(|| {
        let db = Db::new();
        for number in [1, 2, 3] {
            assert_eq!(db.increment("visits").ok(), Some(number), "increment {number}");
            assert_eq!((db.get("visits"), db.len()), (Some(number.to_string()), 1), "one key");
        }
    });
}

#[test]
fn text_cannot_be_incremented() {
    fn is_an_error(_: &(impl std::error::Error + ?Sized)) {}
    judge::test!("an increment of text or of the largest number is an error and changes nothing")
        .property(not_incremented(), |value| {
            let db = Db::new();
            db.set("visits", value);
            let error: NotANumber =
                db.increment("visits").expect_err("this value cannot be incremented");
            is_an_error(&error);
            assert_ne!(error.to_string(), "", "the error message should not be empty");
            assert_eq!(db.get("visits").as_ref(), Some(value), "the value should not change");
        });
}
