fn main() {
    let name = std::env::var("NAME").unwrap_or_default();
    println!("{}", Loon::new(&name, 1));
}
