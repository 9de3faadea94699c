use std::env;
const HOME: &str = env!("HOME");
