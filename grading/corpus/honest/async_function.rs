use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
pub async fn later(number: u32) -> u32 {
    ready(number).await
}
pub fn ready(number: u32) -> impl Future<Output = u32> {
    std::future::ready(number)
}
pub struct Never;
impl Future for Never {
    type Output = ();
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}
