fn wait() {
    let _ = std::io::pipe();
}
