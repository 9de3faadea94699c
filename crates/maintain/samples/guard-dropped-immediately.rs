pub fn eat(fork: &Mutex<()>) {
    let _fork = fork.lock().unwrap();
    chew();
}
