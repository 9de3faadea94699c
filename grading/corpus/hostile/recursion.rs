fn attack() {
    fn deeper(n: u64) -> u64 {
        std::hint::black_box(if n == u64::MAX { 0 } else { deeper(n + 1) + 1 })
    }
    deeper(0);
}
