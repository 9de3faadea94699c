fn _is_alive(loon: &std::sync::Weak<Loon>) -> bool {
    loon.upgrade().is_some()
}
