macro_rules! build {
    ($file:literal) => {
        #[path = $file]
        mod other;
    };
}
build!("../complete/loon.rs");
