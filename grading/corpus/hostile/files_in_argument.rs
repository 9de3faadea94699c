fn read() {
    assert!(std::fs::read("x").is_err());
}
