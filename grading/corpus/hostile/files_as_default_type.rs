struct Holder<T = std::fs::File>(Option<T>);
fn attack() {
    let _: Holder = Holder(None);
}
