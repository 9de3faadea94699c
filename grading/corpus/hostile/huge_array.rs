fn attack() {
    std::hint::black_box([1_u64; 1 << 40]);
}
