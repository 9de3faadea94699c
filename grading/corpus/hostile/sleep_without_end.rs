fn attack() {
    std::thread::sleep(std::time::Duration::MAX);
}
