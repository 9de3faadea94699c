use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};
use std::collections::btree_map::Entry;
use std::iter::{self, Peekable};
pub fn count(words: &[&str]) -> usize {
    let mut map: BTreeMap<&str, u32> = BTreeMap::new();
    for word in words {
        match map.entry(word) {
            Entry::Vacant(it) => _ = it.insert(1),
            Entry::Occupied(mut it) => *it.get_mut() += 1,
        }
    }
    let set: BTreeSet<u32> = map.values().copied().collect();
    let heap: BinaryHeap<u32> = set.into_iter().collect();
    let mut deque: VecDeque<u32> = heap.into_sorted_vec().into();
    deque.extend(iter::repeat_n(1, 2));
    let rest: Peekable<_> = deque.into_iter().peekable();
    let sizes: HashMap<u32, HashSet<u32>> = HashMap::new();
    rest.count() + sizes.len()
}
