//! What the tests share: a client, bounded waiting, and a server inside or beside the test.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part of this")]

pub mod child;
pub mod inside;
pub mod raw;

use std::time::{Duration, Instant};

/// The bound on every wait. It is far more than anything takes: a test that is right never sees it.
pub const BOUND: Duration = Duration::from_secs(60);

/// A client that takes every status for an answer, and that no proxy variable can lead astray.
pub fn client() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(BOUND))
        .proxy(None);
    config.build().new_agent()
}

/// Sends a request; gives the status and the body.
pub fn ask(agent: &ureq::Agent, method: &str, url: &str, body: impl ureq::AsSendBody) -> Answer {
    let request = http::Request::builder().method(method).uri(url).body(body).unwrap();
    let mut response = agent.run(request).unwrap_or_else(|error| panic!("{method} {url}: {error}"));
    Answer {
        status: response.status().as_u16(),
        allow: header(&response, "allow"),
        kind: header(&response, "content-type"),
        body: response.body_mut().read_to_string().unwrap(),
    }
}

fn header(response: &http::Response<ureq::Body>, name: &str) -> String {
    let value = response.headers().get(name);
    value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub allow: String,
    pub kind: String,
    pub body: String,
}

/// Waits until `condition` gives something.
pub fn until<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(begin.elapsed() < BOUND, "waited {BOUND:?} in vain until {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
