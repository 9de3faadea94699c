const HOME: &str = env!("HOME");
