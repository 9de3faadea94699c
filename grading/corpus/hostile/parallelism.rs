fn cores() {
    let _ = std::thread::available_parallelism();
}
