//! extern crate std as real; use std::fs;
// unsafe { std::process::exit(0) } include_str!("x")
/* macro_rules! mod other; /* nested */ #[path = "x"] */
/// ```
/// let text = std::fs::read_to_string("x");
/// ```
pub const TEXT: &str = "unsafe std::fs::read env!(\"HOME\") #![feature]";
pub const RAW: &str = r#"extern "C" { fn f(); } mod other; #!/*"#;
pub const BYTES: &[u8] = br##"std::net "# "##;
pub const C: &core::primitive::str = "macro_rules! {{{{{{{{{{{{{{";
