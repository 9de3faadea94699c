fn is_tested() -> bool {
    std::env::args().any(|it| it == "--exact")
}
