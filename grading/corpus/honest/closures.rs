type Job = Box<dyn FnOnce() -> u32 + Send>;
pub fn job(number: u32) -> impl Fn(u32) -> u32 {
    move |other| number + other
}
pub fn run(jobs: Vec<Job>) -> u32 {
    jobs.into_iter().map(|job| job()).sum()
}
pub fn apply<F>(f: F) -> u32
where
    F: for<'a> Fn(&'a str) -> &'a str,
{
    f("a").len() as u32
}
