trait Holder {
    type Held;
}
impl Holder for u8 {
    type Held = std::fs::File;
}
fn attack() {
    let _ = <u8 as Holder>::Held::open("/etc/passwd");
}
