fn many(count: usize) -> bool {
    count > ::interleave::MAX_THREADS
}
