use std::io as channel;
fn attack() {
    let _ = channel::stdin().lines().next();
}
