fn attack() {
    assert!(true, "{}", env!("HOME"));
}
