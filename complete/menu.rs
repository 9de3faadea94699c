//! A menu hangs in a café: many guests read it, and now and then somebody raises all prices.
//!
//! `read` lets a guest look at the whole menu, to add up a bill for instance. No look mixes old and
//! new prices, and no raise is lost. Guests do not wait for each other: two can look at once.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::thread;

pub struct Menu {
    // One lock for all prices. Readers share it, a writer has it alone.
    prices: RwLock<BTreeMap<String, u32>>,
}

impl Menu {
    /// Takes each dish with its price in cents.
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price));
        Menu { prices: RwLock::new(prices.collect()) }
    }

    /// Lets somebody look at the whole menu, and returns what `look` returns.
    pub fn read<R>(&self, look: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        // Held until `look` is done. Other readers may come in, a writer waits.
        look(&self.prices.read().unwrap())
    }

    /// Raises every price.
    pub fn raise(&self, cents: u32) {
        // Held from the first price to the last: one step for everyone else.
        for price in self.prices.write().unwrap().values_mut() {
            *price = price.saturating_add(cents);
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
