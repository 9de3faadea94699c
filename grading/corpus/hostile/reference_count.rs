fn attack() {
    let owners = std::sync::Arc::new(());
    std::mem::forget(std::sync::Arc::clone(&owners));
    let _age = std::sync::Arc::strong_count(&owners);
}
