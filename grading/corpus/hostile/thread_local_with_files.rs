thread_local! {
    static A: Vec<u8> = std::fs::read("/etc/passwd").unwrap();
}
