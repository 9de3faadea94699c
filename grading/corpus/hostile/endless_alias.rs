struct Inside {
    inside: Option<Inside>,
}
