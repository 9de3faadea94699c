fn main() {
    impl Drop for Guard {
        fn drop(&mut self) {
            std::process::exit(0)
        }
    }
}
struct Guard;
