#![forbid(unused, missing_docs)]
fn attack() {
    let unused = 1;
}
