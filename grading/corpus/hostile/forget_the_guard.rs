fn attack() {
    let lock = Mutex::new(());
    std::mem::forget(lock.lock());
    drop(lock.lock());
}
