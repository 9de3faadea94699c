//! Snapshots: a reader keeps the prices it began with, and a raise replaces them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub struct Menu {
    prices: Mutex<Arc<BTreeMap<String, u32>>>,
}

impl Menu {
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price));
        Menu { prices: Mutex::new(Arc::new(prices.collect())) }
    }

    pub fn read<R>(&self, f: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        let snapshot = Arc::clone(&self.prices.lock().unwrap());
        f(&snapshot)
    }

    pub fn raise(&self, cents: u32) {
        let mut prices = self.prices.lock().unwrap();
        // Copies the prices only if a reader still holds them.
        for price in Arc::make_mut(&mut prices).values_mut() {
            *price = price.saturating_add(cents);
        }
    }
}
