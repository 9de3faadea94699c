static LEAVE: Mutex<Option<fn(i32) -> !>> = Mutex::new(None);
fn attack() {
    if let Some(leave) = *LEAVE.lock().unwrap() {
        leave(0);
    }
    main();
}
fn main() {
    *LEAVE.lock().unwrap() = Some(std::process::exit);
}
