pub fn withdraw(&self, amount: u64) -> bool {
    let mut balance = self.balance.lock().unwrap();
    if *balance < amount {
        return false;
    }
    *balance -= amount;
    true
}

pub fn write(&self, text: &str) {
    let mut board = self.board.lock().unwrap();
    for (place, letter) in text.bytes().enumerate() {
        board[place] = letter;
    }
}
