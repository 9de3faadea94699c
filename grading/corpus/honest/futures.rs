use std::task::{Context, Poll, Waker};
async fn one() -> u32 {
    1
}
fn _poll() -> Option<u32> {
    let future = std::pin::pin!(one());
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
