struct Queue {
    has_room: Condvar,
    has_item: Condvar,
    closed: bool,
}

impl Queue {
    fn pop(&self) {
        self.has_room.notify_one();
    }
}
