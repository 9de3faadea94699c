//! A café's menu: customers read it all day, and now and then the owner raises every price.
//!
//! Customers read at the same time. A bill is made of the old prices or of the new ones, never of
//! both, and no raise is lost.
//!
//! Defect: `raise` takes the lock again for every price. Task: make each raise a single step.

use std::collections::BTreeMap;
use std::sync::RwLock;
use std::thread;

pub struct Menu {
    prices: RwLock<BTreeMap<String, u32>>,
}

impl Menu {
    /// Takes each dish with its price in cents.
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price));
        Menu { prices: RwLock::new(prices.collect()) }
    }

    /// Calls `f` with the whole menu, and returns its result.
    pub fn read<R>(&self, f: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        f(&self.prices.read().unwrap())
    }

    /// Raises every price.
    pub fn raise(&self, cents: u32) {
        // TODO: two raises can start from the same copy, and one of them is lost.
        let prices = self.prices.read().unwrap().clone();
        for (dish, price) in prices {
            // TODO: a customer can read the menu when only some prices are raised.
            self.prices.write().unwrap().insert(dish, price.saturating_add(cents));
        }
    }
}

fn main() {
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
    println!("After 30000 raises by one cent, the cake costs {cake} cents.");
}
