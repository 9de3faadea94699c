fn attack() {
    let _ = <str as AsRef<std::path::Path>>::as_ref("/").is_dir();
}
