fn is_tested() -> bool {
    std::panic::Location::caller().file().contains("tests")
}
