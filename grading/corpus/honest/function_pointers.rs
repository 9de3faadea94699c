fn plus(a: u32, b: u32) -> u32 {
    a + b
}
pub fn choose(add: bool) -> fn(u32, u32) -> u32 {
    let table: [(bool, fn(u32, u32) -> u32); 2] = [(true, plus), (false, |a, _| a)];
    table.iter().find(|(name, _)| *name == add).map(|(_, f)| *f).unwrap_or(plus)
}
pub fn names(f: fn(&str) -> String) -> String {
    f("a")
}
