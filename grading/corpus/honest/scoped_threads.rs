pub fn spawn_all<'scope, 'env>(
    scope: &'scope thread::Scope<'scope, 'env>,
    names: &'env [String],
) -> Vec<thread::ScopedJoinHandle<'scope, usize>> {
    names.iter().map(|name| scope.spawn(move || name.len())).collect()
}
pub fn lengths(names: &[String]) -> usize {
    thread::scope(|scope| spawn_all(scope, names).into_iter().map(|it| it.join().unwrap()).sum())
}
