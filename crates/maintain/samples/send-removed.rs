pub fn answer(reply: Sender<u32>) {
    let _ = reply.send(1);
    reply.send(2).unwrap();
}
