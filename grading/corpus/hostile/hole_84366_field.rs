struct Keep<I: Iterator + 'static> {
    item: Option<I::Item>,
}
