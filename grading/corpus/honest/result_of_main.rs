use std::error::Error;
fn main() -> Result<(), Box<dyn Error>> {
    let age: u32 = "40".parse()?;
    println!("{}", Loon::new("Bugs", age).age());
    Ok(())
}
