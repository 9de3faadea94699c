pub fn start(board: Arc<Board>) {
    thread::spawn(move || board.write());
    scope.spawn(|| {
        look();
        write();
    });
}
