//! A snapshot: a look keeps the menu of its moment, a raise puts a new menu in its place.

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

    pub fn read<R>(&self, look: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        let snapshot = Arc::clone(&self.prices.lock().unwrap());
        look(&snapshot)
    }

    pub fn raise(&self, cents: u32) {
        let mut prices = self.prices.lock().unwrap();
        // Copies the menu only if somebody still looks at it.
        for price in Arc::make_mut(&mut prices).values_mut() {
            *price = price.saturating_add(cents);
        }
    }
}
