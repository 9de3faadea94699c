fn attack() {
    let _ = std::fs::OpenOptions::new().write(true).open("/proc/self/mem");
}
