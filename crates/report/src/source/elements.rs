//! Fields that are a `Vec` or a boxed slice of locks or atomics.

use super::items::body;
use super::mask::is_word;
use super::tokens::words;

/// The types in std whose objects reports name, and atomics.
const OBJECTS: [&str; 6] = ["Mutex", "RwLock", "Condvar", "Barrier", "Once", "OnceLock"];

/// Whether every field with this name is one, so that the elements are objects that follow each other from the start
/// of an allocation. Elements of a slice or a `VecDeque` can start anywhere.
pub(super) fn are_objects(code: &str, field: &str) -> bool {
    let structs = words(code, "struct").filter_map(|at| Some(&code[body(code, at)?]));
    let types = structs.flat_map(|fields| {
        let after = words(fields, field).map(|at| fields[at + field.len()..].trim_start());
        after.filter_map(|rest| rest.strip_prefix(':')).filter(|rest| !rest.starts_with(':'))
    });
    let are_objects: Vec<bool> = types.map(|name| has_objects(name.trim_start())).collect();
    !are_objects.is_empty() && !are_objects.contains(&false)
}

/// Whether the type at the start is `Vec<Mutex<…` or the like.
fn has_objects(name: &str) -> bool {
    let element = name.strip_prefix("Vec<").or_else(|| name.strip_prefix("Box<["));
    let object = element.map(|element| element.split(|c: char| !c.is_ascii() || !is_word(c as u8)));
    let object = object.and_then(|mut words| words.next()).unwrap_or_default();
    OBJECTS.contains(&object) || object.starts_with("Atomic")
}

#[cfg(test)]
mod tests {
    use super::are_objects;

    #[test]
    fn only_a_vec_or_a_boxed_slice_of_objects_has_known_positions() {
        let is_known =
            |name: &str| are_objects(&format!("struct Table {{ forks: {name} }}"), "forks");
        for name in ["Vec<Mutex<()>>", "Vec<AtomicU8>", "Box<[RwLock<u8>]>", "Vec<Condvar>"] {
            assert!(is_known(name), "{name}");
        }
        for name in [
            "VecDeque<Mutex<()>>",
            "Vec<Fork>",
            "Vec<[AtomicU8; 2]>",
            "Vec<(AtomicU8, AtomicU8)>",
            "Vec<Arc<Mutex<()>>>",
            "[Mutex<()>; 5]",
            "&'a [Mutex<()>]",
            "Arc<[Mutex<()>]>",
            "BTreeMap<u8, Mutex<()>>",
        ] {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn a_field_with_two_types_or_a_variable_is_unknown() {
        let two = "struct A { at: Vec<Mutex<()>> } struct B<'a> { at: &'a [Mutex<()>] }";
        assert!(!are_objects(two, "at"));
        assert!(!are_objects("fn f() { let at: Vec<Mutex<()>> = g(); at[0].lock(); }", "at"));
    }
}
