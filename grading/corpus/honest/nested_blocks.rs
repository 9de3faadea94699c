pub fn deep(list: &[u32]) -> Vec<u32> {
    if !list.is_empty() { if list.len() > 1 { match list { [a, ..] => { if *a > 1 { loop { break { {{{{{{{{{ vec![((((((((((*a))))))))))] }}}}}}}}} } } } else { vec![] } } [] => vec![] } } else { vec![] } } else { vec![] }
}
