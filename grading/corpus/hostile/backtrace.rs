fn below() {
    let _ = std::backtrace::Backtrace::capture();
}
