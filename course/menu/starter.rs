//! A menu hangs in a café: many guests read it, and now and then somebody raises all prices.
//!
//! `read` lets a guest look at the whole menu, to add up a bill for instance. No look mixes old and
//! new prices, and no raise is lost. Guests do not wait for each other: two can look at once.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::thread;

pub struct Menu {
    // TODO: each price is safe from other threads, but is the menu?
    prices: BTreeMap<String, RwLock<u32>>,
}

impl Menu {
    /// Takes each dish with its price in cents.
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), RwLock::new(price)));
        Menu { prices: prices.collect() }
    }

    /// Lets somebody look at the whole menu, and returns what `look` returns.
    pub fn read<R>(&self, look: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        // TODO: nobody may raise a price between two of these.
        let mut prices = BTreeMap::new();
        for (dish, price) in &self.prices {
            prices.insert(dish.clone(), *price.read().unwrap());
        }
        look(&prices)
    }

    /// Raises every price.
    pub fn raise(&self, cents: u32) {
        // TODO: of two raises at the same time none may be lost.
        for price in self.prices.values() {
            let old = *price.read().unwrap();
            *price.write().unwrap() = old.saturating_add(cents);
        }
    }
}

pub fn main() {
    const BILLS: usize = 50_000;
    let menu = Menu::new(&[("cake", 0), ("coffee", 0), ("soup", 0), ("tea", 0), ("toast", 0)]);
    let raise = || (0..10_000).for_each(|_| menu.raise(1));
    let mixed = thread::scope(|scope| {
        scope.spawn(raise);
        let is_mixed = |_: &usize| menu.read(|prices| prices["cake"] != prices["toast"]);
        (0..BILLS).filter(is_mixed).count()
    });
    println!("{mixed} of {BILLS} bills mixed old and new prices.");

    thread::scope(|scope| {
        scope.spawn(raise);
        scope.spawn(raise);
    });
    let cake = menu.read(|prices| prices["cake"]);
    println!("After 30000 raises by one cent, the cake is at {cake} cents.");
}
