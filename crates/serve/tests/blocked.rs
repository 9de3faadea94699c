//! A call of `handle` that hangs must not keep the server from its sockets.
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Duration;

use http::{Request, Response};
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

#[test]
fn a_call_that_hangs_while_the_server_is_idle_does_not_stop_it() {
    let (entered, has_entered) = channel();
    let (release, released) = channel::<()>();
    let released = Mutex::new(released);
    let handle = move |request: &Request<String>| {
        if request.uri().path() == "/hang" {
            entered.send(()).unwrap();
            _ = released.lock().unwrap().recv();
        }
        Response::new("ok".to_owned())
    };
    serve::block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = serve::router(handle, Duration::from_secs(600));
        tokio::spawn(async { axum::serve(listener, router).await });
        let request = move |path| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
            stream
        };
        let client = spawn_blocking(move || {
            let _hanging = request("/hang");
            has_entered.recv().unwrap();
            let mut response = String::new();
            request("/").read_to_string(&mut response).unwrap();
            drop(release);
            response
        });
        assert!(client.await.unwrap().ends_with("ok"));
    });
}
