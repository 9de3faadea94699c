fn main() -> Result<(), Box<dyn std::error::Error>> {
    fn usage() -> ! {
        eprintln!("usage: loon NAME");
        std::process::exit(2)
    }
    let name = std::env::args().nth(1).unwrap_or_else(|| usage());
    println!("{}", Loon::new(&name, 40));
    Ok(())
}
