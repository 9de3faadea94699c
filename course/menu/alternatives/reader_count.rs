//! A mutex and a condition variable: readers are counted, and a raise waits until the count is 0.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};

pub struct Menu {
    prices: RwLock<Arc<BTreeMap<String, u32>>>,
    readers: Mutex<usize>,
    none_left: Condvar,
}

/// Counts one reader; dropped even if the reader panics.
struct Reader<'a>(&'a Menu);

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        *self.0.readers.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.none_left.notify_all();
    }
}

impl Menu {
    pub fn new(prices: &[(&str, u32)]) -> Menu {
        let prices = prices.iter().map(|&(dish, price)| (dish.to_string(), price));
        Menu {
            prices: RwLock::new(Arc::new(prices.collect())),
            readers: Mutex::new(0),
            none_left: Condvar::new(),
        }
    }

    pub fn read<R>(&self, f: impl FnOnce(&BTreeMap<String, u32>) -> R) -> R {
        *self.readers.lock().unwrap() += 1;
        let _reader = Reader(self);
        let prices = Arc::clone(&self.prices.read().unwrap());
        f(&prices)
    }

    pub fn raise(&self, cents: u32) {
        // Keeping this guard keeps new readers out until the last price is raised.
        let readers = self.readers.lock().unwrap();
        let _none = self.none_left.wait_while(readers, |readers| *readers > 0).unwrap();
        for price in Arc::make_mut(&mut self.prices.write().unwrap()).values_mut() {
            *price = price.saturating_add(cents);
        }
    }
}
