fn keep<I: Iterator + std::any::Any>(_: &I, item: <I as Iterator>::Item) -> Box<dyn fmt::Display>
where
    <I as Iterator>::Item: fmt::Display,
{
    Box::new(item)
}
