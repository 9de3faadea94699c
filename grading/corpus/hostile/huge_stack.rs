fn attack() {
    let thread = std::thread::Builder::new().stack_size(1 << 46).spawn(|| ());
    thread.unwrap().join().unwrap();
}
