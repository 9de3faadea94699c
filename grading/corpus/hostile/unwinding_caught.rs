fn attack() {
    let _ = std::panic::catch_unwind(|| std::thread::park());
}
