use std as s;
fn read() {
    let _ = s::fs::read("x");
}
