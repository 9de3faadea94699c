use std::env::args;
fn main() {
    run(args().collect());
}
fn run(names: Vec<String>) {
    println!("{names:?}");
}
