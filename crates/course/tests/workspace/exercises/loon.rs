//! Loons.

fn main() {
    let handle = std::thread::spawn(|| println!("hi"));
    std::thread::sleep(std::time::Duration::from_millis(1));
    drop(handle);
}
