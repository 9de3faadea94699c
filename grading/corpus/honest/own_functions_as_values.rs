use std::collections::VecDeque;
pub struct Person {
    first: String,
    last: String,
}
impl From<&(&str, &str)> for Person {
    fn from(&(first, last): &(&str, &str)) -> Person {
        let [first, last] = [first, last].map(String::from);
        Person { first, last }
    }
}
type State<T> = (VecDeque<T>, bool);
fn is_done<T>((items, is_open): &mut State<T>) -> bool {
    items.is_empty() && !*is_open
}
pub fn people(names: &[(&str, &str)]) -> Vec<String> {
    let people = names.iter().map(Person::from);
    people.map(|person| format!("{} {}", person.first, person.last)).collect()
}
pub fn done(states: &mut [State<u8>]) -> usize {
    let check: fn(&mut State<u8>) -> bool = is_done;
    states.iter_mut().filter_map(|state| check(state).then_some(())).count()
}
