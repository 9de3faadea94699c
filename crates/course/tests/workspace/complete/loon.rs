//! Loons.

fn main() {
    let handle = std::thread::spawn(|| println!("hi"));
    handle.join().unwrap();
}
