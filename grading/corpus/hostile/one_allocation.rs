fn attack() {
    std::hint::black_box(vec![1_u8; 1 << 45]);
}
