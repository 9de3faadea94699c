const N: u64 = {
    let mut n = 0_u64;
    while n < u64::MAX {
        n += 1;
    }
    n
};
fn attack() {
    std::hint::black_box(N);
}
