static BIG: [u8; 3 << 30] = [1; 3 << 30];
fn attack() {
    std::hint::black_box(&BIG);
}
