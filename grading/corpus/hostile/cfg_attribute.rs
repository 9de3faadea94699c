#[cfg(not(test))]
fn only_in_the_program() {}
