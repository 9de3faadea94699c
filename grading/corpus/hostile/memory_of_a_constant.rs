const fn grow() -> usize {
    let all = [[0_u64; 1 << 20]; 1 << 12];
    all.len()
}
const N: usize = grow();
fn attack() {
    std::hint::black_box(N);
}
