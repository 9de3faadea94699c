pub fn start(workers: usize, inputs: usize) {
    let permits = Semaphore::new(2);
    for _ in 0..workers.min(inputs) {
        scope.spawn(work);
    }
}
