fn say() {
    let _ = std::io::stdout();
}
