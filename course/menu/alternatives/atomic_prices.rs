//! Atomic prices: guests share the gate while they copy, a writer closes it for all prices.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub struct Menu {
    prices: BTreeMap<String, AtomicU32>,
    gate: RwLock<()>,
}

impl Menu {
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price.into()));
        Menu { prices: prices.collect(), gate: RwLock::new(()) }
    }

    pub fn read<R>(&self, look: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        let gate = self.gate.read().unwrap();
        let price = |(dish, price): (&String, &AtomicU32)| (dish.clone(), price.load(Relaxed));
        let copy = self.prices.iter().map(price).collect();
        drop(gate);
        look(&copy)
    }

    pub fn raise(&self, cents: u32) {
        let _gate = self.gate.write().unwrap();
        for price in self.prices.values() {
            price.store(price.load(Relaxed).saturating_add(cents), Relaxed);
        }
    }
}
