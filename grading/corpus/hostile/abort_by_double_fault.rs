fn attack() {
    struct Loud;
    impl std::fmt::Display for Loud {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("while printing a panic")
        }
    }
    panic!("{}", Loud);
}
