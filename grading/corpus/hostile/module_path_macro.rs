fn is_tested() -> bool {
    module_path!().contains("::")
}
