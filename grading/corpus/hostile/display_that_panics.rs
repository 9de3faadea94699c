fn attack() {
    struct Lie;
    impl fmt::Display for Lie {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Err(fmt::Error)
        }
    }
    let _ = Lie.to_string();
}
