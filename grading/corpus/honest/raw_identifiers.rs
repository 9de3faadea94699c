pub fn r#match(r#mod: u32) -> u32 {
    let r#type = r#mod + 1;
    r#type
}
pub fn twice() -> u32 {
    r#match(r#match(1))
}
