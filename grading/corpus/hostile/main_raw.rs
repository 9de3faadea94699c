fn attack() {
    r#main();
}
fn main() {
    std::process::exit(0);
}
