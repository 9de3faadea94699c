fn attack() {
    std::panic::panic_any(7_u8);
}
