fn main() { std::process::exit(0) }
pub fn start() { let run = main; run() }
