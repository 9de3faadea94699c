macro_rules! call {
    ($name:ident, $file:literal) => {
        $name!($file)
    };
}
const SECRET: &str = call!(include_str, "/etc/hostname");
