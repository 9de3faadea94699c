//! What the server does around a `handle`, without a socket.
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::thread::available_parallelism;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, Response};
use serve::block_on;
use tower::ServiceExt as _;

const TIMEOUT: Duration = Duration::from_secs(60);

async fn send(router: &Router, path: &str, body: impl Into<Body>) -> (u16, String) {
    let request = Request::put(path).body(body.into()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.into()).unwrap())
}

fn echo(request: &Request<String>) -> Response<String> {
    Response::new(format!("{} {} {:?}", request.method(), request.uri(), request.body()))
}

#[test]
fn handle_receives_the_whole_request() {
    block_on(async {
        let (status, body) = send(&serve::router(echo, TIMEOUT), "/a%20b?x=%41+", "grüß\n").await;
        assert_eq!((status, &*body), (200, r#"PUT /a%20b?x=%41+ "grüß\n""#));
    });
}

#[test]
fn a_body_over_the_limit_is_413() {
    block_on(async {
        let router = serve::router(|_| Response::new("ok".to_owned()), TIMEOUT);
        assert_eq!(send(&router, "/", "x".repeat(2 << 20)).await.0, 200);
        assert_eq!(send(&router, "/", "x".repeat((2 << 20) + 1)).await.0, 413);
    });
}

#[test]
fn a_panic_is_500_and_the_server_keeps_running() {
    block_on(async {
        let handle = |request: &Request<String>| match request.uri().path() {
            "/panic" => panic!("no cat here"),
            _ => echo(request),
        };
        let router = serve::router(handle, TIMEOUT);
        let (status, body) = send(&router, "/panic", "").await;
        assert_eq!(status, 500);
        assert!(body.contains("no cat here"), "{body}");
        assert_eq!(send(&router, "/", "").await.0, 200);
    });
}

#[test]
fn calls_that_hang_are_503_and_other_requests_are_answered() {
    // On one thread each call gets a thread of its own. On several, the first calls run on the workers.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(hang(2));
    runtime.shutdown_background();
    block_on(hang(1));
    block_on(hang(available_parallelism().unwrap().get() + 2));
}

/// Sends as many requests that hang, and another one.
async fn hang(calls: usize) {
    let (release, released) = channel::<()>();
    let released = Mutex::new(released);
    let handle = move |request: &Request<String>| {
        if request.uri().path() == "/hang" {
            _ = released.lock().unwrap().recv();
        }
        echo(request)
    };
    let router = serve::router(handle, Duration::from_secs(1));
    let hanging = |_| {
        let router = router.clone();
        tokio::spawn(async move { send(&router, "/hang", "").await })
    };
    let hanging: Vec<_> = (0..calls).map(hanging).collect();
    for hanging in hanging {
        let (status, body) = hanging.await.unwrap();
        assert_eq!(status, 503);
        insta::allow_duplicates! {
            insta::assert_snapshot!(body, @r"
            `handle` did not respond within 1s
            is its thread waiting for a lock that is never released?
            ");
        }
    }
    assert_eq!(send(&router, "/", "").await.0, 200);
    drop(release);
}

#[test]
fn requests_run_concurrently() {
    block_on(async {
        let barrier = Arc::new(Barrier::new(2));
        let handle = move |request: &Request<String>| {
            barrier.wait();
            echo(request)
        };
        let router = serve::router(handle, TIMEOUT);
        let other = router.clone();
        let other = tokio::spawn(async move { send(&other, "/", "").await.0 });
        assert_eq!((send(&router, "/", "").await.0, other.await.unwrap()), (200, 200));
    });
}
