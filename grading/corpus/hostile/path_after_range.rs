fn all() -> std::ops::Range<usize> {
    0..interleave::MAX_THREADS
}
