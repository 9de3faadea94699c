//! One map in five ways: operations per second against threads, and against the share of writes.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::actor::Actor;
use crate::counter::{Way, compare};
use crate::sharded::Sharded;
use crate::table::Report;

/// The number of keys, all of which are in the map.
const KEYS: u32 = 1024;

type Map = HashMap<u32, u64>;

fn full() -> Map {
    (0..KEYS).map(|key| (key, 0)).collect()
}

fn write(map: &mut Map, key: u32) {
    *map.entry(key % KEYS).or_default() += 1;
}

fn read(map: &Map, key: u32) -> u64 {
    std::hint::black_box(map.get(&(key % KEYS)).copied().unwrap_or_default())
}

fn ways() -> Vec<Way> {
    let (mutex, rwlock, snapshot) =
        (Mutex::new(full()), RwLock::new(full()), Mutex::new(Arc::new(full())));
    let sharded = Sharded::<Map>::default();
    (0..KEYS).for_each(|key| write(&mut sharded.of(key), key));
    let actor = Actor::start(full(), write, read);
    vec![
        (
            "mutex",
            Box::new(move |key, is_write| {
                let mut map = mutex.lock().unwrap_or_else(PoisonError::into_inner);
                match is_write {
                    true => write(&mut map, key),
                    false => _ = read(&map, key),
                }
            }),
        ),
        (
            "RwLock",
            Box::new(move |key, is_write| match is_write {
                true => write(&mut rwlock.write().unwrap_or_else(PoisonError::into_inner), key),
                false => _ = read(&rwlock.read().unwrap_or_else(PoisonError::into_inner), key),
            }),
        ),
        (
            "16 shards",
            Box::new(move |key, is_write| match is_write {
                true => write(&mut sharded.of(key), key),
                false => _ = read(&sharded.of(key), key),
            }),
        ),
        (
            "snapshot",
            Box::new(move |key, is_write| {
                let mut current = snapshot.lock().unwrap_or_else(PoisonError::into_inner);
                match is_write {
                    // Copies the map if a reader still has this version.
                    true => write(Arc::make_mut(&mut current), key),
                    false => {
                        let version = Arc::clone(&current);
                        drop(current);
                        read(&version, key);
                    }
                }
            }),
        ),
        ("actor", Box::new(move |key, is_write| actor.perform(key, is_write))),
    ]
}

pub(crate) fn measure() -> Result<Report, String> {
    compare("map", "a map with 1,024 keys", ways, 10, 4)
}
