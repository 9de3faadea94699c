pub fn all(threads: Vec<JoinHandle<()>>, last: JoinHandle<()>) {
    for thread in threads {
        thread.join().unwrap();
    }
    last.join().unwrap();
}
