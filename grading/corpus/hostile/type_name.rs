fn is_tested() -> bool {
    std::any::type_name::<Mutex<u8>>().contains("interleave")
}
