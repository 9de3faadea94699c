macro_rules! vec {
    ($file:literal) => {
        include_str!($file)
    };
}
const SECRET: &str = vec!("/etc/hostname");
