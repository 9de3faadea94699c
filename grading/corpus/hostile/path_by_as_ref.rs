fn attack() {
    let path: &std::path::Path = "/etc/passwd".as_ref();
    let _ = path.exists();
}
