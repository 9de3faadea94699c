//! A guest reads the menu twice, while the owner waits to change it.
use std::sync::RwLock;
use std::thread;

pub fn main() {
    let prices = RwLock::new([300, 200]);
    thread::scope(|scope| {
        scope.spawn(|| prices.write().unwrap()[0] += 10);
        let menu = prices.read().unwrap();
        let dearest = *prices.read().unwrap().iter().max().unwrap();
        assert!(menu.contains(&dearest));
    });
}
