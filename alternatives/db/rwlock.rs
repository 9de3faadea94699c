//! A read-write lock around a hash map, whose entries look and change in one.

use std::collections::HashMap;
use std::sync::RwLock;

pub struct Db(RwLock<HashMap<String, String>>);

impl Db {
    pub fn new() -> Db {
        Db(RwLock::new(HashMap::new()))
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.0.read().unwrap().get(key).cloned()
    }

    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        self.0.write().unwrap().insert(key.to_string(), value.to_string())
    }

    pub fn delete(&self, key: &str) -> Option<String> {
        self.0.write().unwrap().remove(key)
    }

    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        let mut values = self.0.write().unwrap();
        let number = next(values.get(key))?;
        values.entry(key.to_string()).insert_entry(number.to_string());
        Ok(number)
    }

    pub fn len(&self) -> usize {
        self.0.read().unwrap().len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.read().unwrap().is_empty()
    }
}
