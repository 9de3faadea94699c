struct Sleeper;
impl Drop for Sleeper {
    fn drop(&mut self) {
        loop {
            std::thread::sleep(std::time::Duration::from_secs(3600));
        }
    }
}
std::thread_local! { static SLEEPER: Sleeper = const { Sleeper }; }
fn attack() {
    SLEEPER.with(|_| ());
}
