struct Bomb;
impl Drop for Bomb {
    fn drop(&mut self) {
        std::panic::panic_any(Bomb);
    }
}
fn attack() {
    std::panic::panic_any(Bomb);
}
