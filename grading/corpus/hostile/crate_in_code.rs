fn history() {
    let _: Option<crate::History<u8, u8>> = None;
}
