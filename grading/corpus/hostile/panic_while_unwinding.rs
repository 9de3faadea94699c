struct Bomb;
impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("again");
    }
}
fn attack() {
    let _bomb = Bomb;
    panic!("once");
}
