struct Wrap<T>(T);
fn grow<T: std::fmt::Debug>(n: u32, t: T) {
    if n > 0 {
        grow(n - 1, Some(t));
    }
}
fn attack() {
    grow(3, Wrap(1).0);
}
