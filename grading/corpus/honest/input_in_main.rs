use std::io::{self, BufRead, Write};
fn main() -> io::Result<()> {
    let mut line = String::new();
    print!("name: ");
    io::stdout().flush()?;
    io::stdin().lock().read_line(&mut line)?;
    writeln!(io::stderr(), "{line}")
}
