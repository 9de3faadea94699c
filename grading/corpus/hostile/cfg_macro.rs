fn is_tested() -> bool {
    cfg!(test)
}
