fn attack() {
    let _ = std::intrinsics::abort();
}
