use std::io::IsTerminal as _;
