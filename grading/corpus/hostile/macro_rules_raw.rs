r#macro_rules! empty {
    () => {};
}
