struct Sleeper;
impl Drop for Sleeper {
    fn drop(&mut self) {
        thread::park();
    }
}
fn attack() {
    let _sleeper = Sleeper;
}
