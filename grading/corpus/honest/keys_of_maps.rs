use std::collections::hash_map::*;
use std::hash::{BuildHasher, RandomState};
pub fn shard(name: &str) -> u64 {
    let map: HashMap<u8, u8> = HashMap::new();
    (RandomState::new().hash_one(name) + map.hasher().hash_one(name)) % 4
}
