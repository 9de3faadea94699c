//! Hash tables have the same order in every execution, in every run and on real threads.
#![expect(clippy::disallowed_methods, reason = "here the order is the same in every run")]

use std::collections::hash_map::{self, DefaultHasher, Entry};
use std::collections::{BTreeMap, HashMap, HashSet, hash_set};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{LazyLock, Mutex};
use std::thread;

use interleave::{Explorer, on_real_threads};

/// The order in which the table iterates over these words.
const ORDER: [&str; 5] = ["Ann", "Bob", "Cleo", "Dan", "Eve"];

fn order() -> Vec<&'static str> {
    ORDER.into_iter().collect::<HashSet<_>>().into_iter().collect()
}

#[test]
fn the_order_is_the_same_in_every_execution_and_on_real_threads() {
    let expected = order();
    assert_ne!(expected, ORDER, "it is still a hash table");
    let explored = Explorer::new().outcomes(|| {
        let (here, there) = (order(), thread::spawn(order).join().unwrap());
        (here == there).then_some(here)
    });
    assert!(explored.unwrap().seen.into_keys().eq([Some(expected.clone())]));
    assert_eq!(on_real_threads(|| thread::spawn(order).join().unwrap()), expected);
    // The same in another process: DefaultHasher has fixed keys.
    let first = (0..6).map(|i| (i, i)).collect::<HashMap<u32, u32>>();
    assert_eq!(first.keys().copied().collect::<Vec<_>>(), FIRST_KEYS);
}

/// The order of six keys.
const FIRST_KEYS: [u32; 6] = [0, 1, 2, 4, 3, 5];

#[test]
fn a_branch_on_the_order_of_a_table_is_reproducible() {
    let body = || {
        let stock: HashMap<u32, u32> = (0..6).map(|i| (i, i)).collect();
        let (a, b) = (Mutex::new(0), Mutex::new(0));
        let first = *stock.keys().next().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| {
                if first.is_multiple_of(2) {
                    *a.lock().unwrap() += 1;
                }
                *b.lock().unwrap() += 1;
            });
            scope.spawn(|| {
                *a.lock().unwrap() += 1;
                *b.lock().unwrap() += 1;
            });
        });
    };
    assert!(Explorer::new().check(body).unwrap().is_complete());
}

#[test]
fn a_state_has_the_same_keys_as_any_other() {
    let hash = |state: &RandomState| state.hash_one("Ann");
    assert_eq!(hash(&RandomState::new()), hash(&RandomState::default().clone()));
    let mut hasher = DefaultHasher::new();
    "Ann".hash(&mut hasher);
    assert_eq!(hash(&hash_map::RandomState::new()), hasher.finish());
}

struct Stock {
    counts: HashMap<String, u32>,
}

static SHARED: LazyLock<Mutex<HashMap<&str, u32>>> = LazyLock::new(Mutex::default);

fn largest(counts: &HashMap<String, u32>) -> Option<(&String, &u32)> {
    counts.iter().max_by_key(|(_, count)| **count)
}

#[test]
fn maps_are_used_as_in_std() {
    let mut stock = Stock { counts: HashMap::new() };
    stock.counts.insert("tea".to_owned(), 1);
    *stock.counts.entry("tea".to_owned()).or_default() += 1;
    if let Entry::Vacant(entry) = stock.counts.entry("rye".to_owned()) {
        entry.insert(1);
    }
    assert_eq!(
        (stock.counts["tea"], stock.counts.get("rye"), stock.counts.len()),
        (2, Some(&1), 2)
    );
    assert_eq!(largest(&stock.counts).map(|(name, _)| name.as_str()), Some("tea"));
    for (_, count) in &mut stock.counts {
        *count += 1;
    }
    for count in stock.counts.values_mut() {
        *count += 1;
    }
    stock.counts.retain(|name, _| name != "rye");
    let Stock { counts } = stock;
    assert_eq!(counts, HashMap::from([("tea".to_owned(), 4)]));
    assert_eq!(format!("{counts:?}"), r#"{"tea": 4}"#);
    let mut more = HashMap::with_capacity(4);
    more.extend(&HashMap::from([(1, 2)]));
    more.extend([(3, 4)]);
    assert!(more.capacity() >= 4);
    let sorted: BTreeMap<i32, i32> = more.clone().into_iter().collect();
    assert_eq!(sorted, BTreeMap::from([(1, 2), (3, 4)]));
    let mut keys: Vec<_> = more.clone().into_keys().collect();
    keys.sort();
    let mut values: Vec<_> = more.into_values().collect();
    values.sort();
    assert_eq!((keys, values), (vec![1, 3], vec![2, 4]));
    let by_hasher: HashMap<u8, u8, _> = HashMap::with_hasher(RandomState::new());
    assert!(by_hasher.is_empty());
    let collected: hash_map::HashMap<_, _> = vec![('a', 1)].into_iter().collect();
    assert_eq!(collected.iter().count(), 1);
    SHARED.lock().unwrap().insert("tea", 1);
    assert_eq!(std::mem::take(&mut *SHARED.lock().unwrap()).len(), 1);
}

#[test]
fn sets_are_used_as_in_std() {
    let mut names: HashSet<&str> = ["Ann", "Bob"].into();
    assert!(names.insert("Cleo") && !names.insert("Ann") && names.contains("Bob"));
    let others = HashSet::from(["Bob", "Dan"]);
    let mut both: Vec<_> = names.intersection(&others).copied().collect();
    both.extend(names.difference(&others).filter(|name| **name == "Ann"));
    assert_eq!(both, ["Bob", "Ann"]);
    assert_eq!((&names & &others).len(), 1);
    assert_eq!((&names | &others).len(), 4);
    assert_eq!((&names - &others).len(), 2);
    assert_eq!((&names ^ &others).len(), 3);
    assert!(!names.is_disjoint(&others) && !names.is_subset(&others));
    assert_eq!(names.iter().filter(|name| name.len() == 3).count(), 2);
    let collected: hash_set::HashSet<char> = "abba".chars().collect();
    assert_eq!(collected, HashSet::from(['a', 'b']));
    let mut copied: HashSet<char> = HashSet::new();
    copied.extend(&collected);
    assert_eq!(copied.into_iter().count(), 2);
    println!("{}", collected.len());
}
