fn now() {
    let _ = std::time::SystemTime::now();
}
