fn explorer() {
    let _ = std::Explorer::new();
}
