//! Optimistic: a change is prepared on a copy, without the lock, and takes its place if nobody was
//! faster; otherwise it is prepared again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

type Values = Arc<BTreeMap<String, String>>;

#[derive(Default)]
pub struct Db {
    values: Mutex<Values>,
}

impl Db {
    pub fn new() -> Db {
        Db::default()
    }

    fn now(&self) -> Values {
        self.values.lock().unwrap().clone()
    }

    fn change<R>(&self, change: impl Fn(&mut BTreeMap<String, String>) -> R) -> R {
        loop {
            let old = self.now();
            let mut new = BTreeMap::clone(&old);
            let result = change(&mut new);
            let mut values = self.values.lock().unwrap();
            if Arc::ptr_eq(&values, &old) {
                *values = Arc::new(new);
                return result;
            }
        }
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.now().get(key).cloned()
    }

    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        self.change(|values| values.insert(key.to_string(), value.to_string()))
    }

    pub fn delete(&self, key: &str) -> Option<String> {
        self.change(|values| values.remove(key))
    }

    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        self.change(|values| {
            let number = next(values.get(key))?;
            values.insert(key.to_string(), number.to_string());
            Ok(number)
        })
    }

    pub fn len(&self) -> usize {
        self.now().len()
    }

    pub fn is_empty(&self) -> bool {
        self.now().is_empty()
    }
}
