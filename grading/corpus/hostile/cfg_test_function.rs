#[cfg(test)]
fn only_in_the_tests() {}
