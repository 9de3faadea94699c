use std::hash::{DefaultHasher, Hash, Hasher};
pub fn shard(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish() % 4
}
