macro_rules! build {
    ($name:ident) => {
        use ::$name as kit;
    };
}
build!(insta);
