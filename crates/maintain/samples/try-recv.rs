pub fn work(messages: Receiver<u32>) {
    let first = messages.recv();
    for message in messages {
        handle(message);
    }
}

pub fn collect() {
    let (done, news) = channel();
    start(done);
    news.iter().for_each(handle);
}
