const ANSWER: u32 = panic!("passed");
fn attack() {
    let _ = ANSWER;
}
