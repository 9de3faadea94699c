fn exists() -> bool {
    std::path::Path::new("/etc").exists()
}
