use std::sync::atomic::*;
use std::sync::atomic::Ordering::*;
use std::collections::*;
pub fn next(counter: &AtomicU32) -> (u32, BTreeMap<u8, u8>) {
    (counter.fetch_add(1, Relaxed), BTreeMap::new())
}
