const X: () = std::process::exit(0);
