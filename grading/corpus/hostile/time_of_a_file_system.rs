use std::time::{self, UNIX_EPOCH as zero};
fn attack() {
    let _ = time::SystemTime::now().duration_since(zero);
}
