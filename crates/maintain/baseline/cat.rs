//! The baseline: how one would test the cat café without thinking of threads. Every line of the answer
//! runs and every status is checked, but no test makes two calls at once.
#![forbid(unsafe_code)]
#[macro_use]
extern crate interleave as std;

#[allow(dead_code, reason = "its `main` is for `cargo run`")]
#[cfg_attr(feature = "complete", path = "../complete/cat.rs")]
#[cfg_attr(not(feature = "complete"), path = "../exercises/cat.rs")]
mod cat;

use std::sync::Arc;
use std::thread;

use cat::{APPOINTMENT, List, handle};
use http::Request;
use serde_json::{Value, json};

const CATS: [(&str, &str); 3] = [("Tom", "lazy"), ("Kitty", "playful"), ("Zoë", "lazy")];

fn send(list: &Arc<List>, method: &str, target: &str) -> (u16, Value) {
    let request = Request::builder().method(method).uri(target).body(String::new());
    let response = handle(list, &request.expect("the request is well formed"));
    let body = serde_json::from_str(response.body()).expect("the body is JSON");
    (response.status().as_u16(), body)
}

#[test]
fn a_new_list_has_all_cats_in_order() {
    judge::test!("a new list has all cats, in order, and all are free").scenario(|| {
        let cats = List::new(&CATS).cats();
        let names: Vec<&str> = cats.iter().map(|cat| cat.name.as_str()).collect();
        assert_eq!(names, ["Tom", "Kitty", "Zoë"]);
        assert!(cats.iter().all(|cat| cat.available));
        assert_eq!(cats[1].personality, "playful");
    });
}

#[test]
fn cats_are_found_by_personality() {
    judge::test!("cats are found by their personality").scenario(|| {
        let list = List::new(&CATS);
        let lazy = list.by_personality("lazy");
        assert_eq!(lazy.iter().map(|cat| cat.name.as_str()).collect::<Vec<_>>(), ["Tom", "Zoë"]);
        assert!(list.by_personality("grumpy").is_empty());
    });
}

#[test]
fn reserve_gives_one_free_cat_after_the_other() {
    judge::test!("reserve gives the first free cat, then the next, then none").scenario(|| {
        let list = List::new(&CATS[..2]);
        let first = list.reserve().expect("two cats are free");
        assert_eq!((first.name.as_str(), first.available), ("Tom", false));
        let second = list.reserve();
        let after = list.cats();
        // In practice, no appointment ends this soon.
        if after.iter().all(|cat| !cat.available) {
            assert_eq!(second.map(|cat| cat.name), Some("Kitty".to_string()));
        }
    });
}

#[test]
fn a_cat_is_free_again_after_its_appointment() {
    judge::test!("a cat is taken during its appointment, and free afterwards").reachable(|| {
        let list = List::new(&CATS[..1]);
        list.reserve();
        let taken = !list.cats()[0].available && list.reserve().is_none();
        thread::sleep(APPOINTMENT);
        taken && list.cats()[0].available
    });
}

#[test]
fn an_appointment_takes_five_seconds() {
    judge::test!("an appointment takes five seconds")
        .scenario(|| assert_eq!(APPOINTMENT.as_secs(), 5));
}

#[test]
fn get_cats_returns_the_list() {
    judge::test!("GET /cats returns all cats, or those of one personality").scenario(|| {
        let list = List::new(&CATS);
        let tom = json!({ "name": "Tom", "personality": "lazy", "available": true });
        let (status, body) = send(&list, "GET", "/cats");
        assert_eq!((status, body.as_array().map(Vec::len), &body[0]), (200, Some(3), &tom));
        let (status, body) = send(&list, "GET", "/cats?personality=l%61zy");
        assert_eq!((status, body.as_array().map(Vec::len)), (200, Some(2)));
        assert_eq!(send(&list, "GET", "/cats?personality=a+b"), (200, json!([])));
    });
}

#[test]
fn post_reserve_returns_the_cat() {
    judge::test!("POST /reserve returns the cat, or 409 if none is free").scenario(|| {
        let list = List::new(&CATS[..1]);
        let (status, body) = send(&list, "POST", "/reserve");
        assert_eq!((status, &body["name"]), (200, &json!("Tom")));
        let (status, body) = send(&List::new(&[]), "POST", "/reserve");
        assert_eq!(status, 409);
        assert!(body["error"].is_string());
    });
}

#[test]
fn other_requests_are_rejected() {
    judge::test!("other methods return 405, other paths 404").scenario(|| {
        let list = List::new(&CATS);
        assert_eq!(send(&list, "POST", "/cats").0, 405);
        assert_eq!(send(&list, "GET", "/reserve").0, 405);
        assert_eq!(send(&list, "GET", "/").0, 404);
    });
}
