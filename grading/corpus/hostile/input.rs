fn token() {
    let _ = std::io::stdin();
}
