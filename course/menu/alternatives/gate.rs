//! A gate of mutex and condition variable: guests are counted, a writer waits until all have left.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};

pub struct Menu {
    prices: RwLock<Arc<BTreeMap<String, u32>>>,
    guests: Mutex<usize>,
    gone: Condvar,
}

/// Leaves even if the look panics.
struct Guest<'a>(&'a Menu);

impl Drop for Guest<'_> {
    fn drop(&mut self) {
        *self.0.guests.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.gone.notify_all();
    }
}

impl Menu {
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price));
        Menu {
            prices: RwLock::new(Arc::new(prices.collect())),
            guests: Mutex::new(0),
            gone: Condvar::new(),
        }
    }

    pub fn read<R>(&self, look: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        *self.guests.lock().unwrap() += 1;
        let _guest = Guest(self);
        let prices = Arc::clone(&self.prices.read().unwrap());
        look(&prices)
    }

    pub fn raise(&self, cents: u32) {
        // The lock of the guests is held: nobody comes in before the last price is raised.
        let guests = self.guests.lock().unwrap();
        let _none = self.gone.wait_while(guests, |guests| *guests > 0).unwrap();
        for price in Arc::make_mut(&mut self.prices.write().unwrap()).values_mut() {
            *price = price.saturating_add(cents);
        }
    }
}
