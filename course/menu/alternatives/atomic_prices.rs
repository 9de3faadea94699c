//! Atomic prices: readers copy them under a shared lock, and a raise holds it exclusively.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub struct Menu {
    prices: BTreeMap<String, AtomicU32>,
    lock: RwLock<()>, // guards all prices together
}

impl Menu {
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price.into()));
        Menu { prices: prices.collect(), lock: RwLock::new(()) }
    }

    pub fn read<R>(&self, f: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        let guard = self.lock.read().unwrap();
        let price = |(dish, price): (&String, &AtomicU32)| (dish.clone(), price.load(Relaxed));
        let copy = self.prices.iter().map(price).collect();
        drop(guard);
        f(&copy)
    }

    pub fn raise(&self, cents: u32) {
        let _guard = self.lock.write().unwrap();
        for price in self.prices.values() {
            price.store(price.load(Relaxed).saturating_add(cents), Relaxed);
        }
    }
}
