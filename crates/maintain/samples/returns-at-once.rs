pub fn withdraw(&self, amount: u64) -> Result<bool, String> {
    self.balance.take(amount)
}

pub fn deposit(&self, amount: u64) {
    self.balance.add(amount);
}

pub fn name(&self) -> Option<&str> {
    self.name.get()
}

pub fn all(&self) -> Vec<u32> {
    self.all.clone()
}

pub fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
    f.write_str(&self.name)
}

pub fn corner(&self) -> [i64; 2] {
    self.corner
}

pub fn answer(&self) -> Response<String> {
    self.reply("yes")
}
