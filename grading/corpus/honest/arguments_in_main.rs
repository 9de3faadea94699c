use std::env;
fn main() {
    for name in env::args().skip(1) {
        println!("{}", Loon::new(&name, 1));
    }
}
