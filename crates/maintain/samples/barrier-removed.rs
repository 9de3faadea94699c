pub fn round(barrier: &Barrier, other: &Thread) {
    first();
    barrier.wait();
    second();
    other.unpark();
}
