pub fn start(board: &Arc<Board>) {
    let board = Arc::clone(board);
    thread::spawn(move || board.write());
}
