fn is_tested() -> bool {
    file!().contains("tests")
}
