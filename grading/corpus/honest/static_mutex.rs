use std::collections::BTreeMap;
static NAMES: Mutex<Vec<&str>> = Mutex::new(Vec::new());
static AGES: Mutex<BTreeMap<u32, u32>> = Mutex::new(BTreeMap::new());
pub fn count() -> usize {
    NAMES.lock().unwrap().len() + AGES.lock().unwrap().len()
}
