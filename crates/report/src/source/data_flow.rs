//! Which lines of a function compute what an operation uses, or use what it returns: a program slice (Weiser, 1981) of
//! one function, by names alone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::tokens::{all_words, statement};

/// What is related over more steps does not help, and takes long.
const STEPS: usize = 4;

/// A longer function is left out: each step compares its parts with each other.
const LONGEST: usize = 400;

/// Words that are no variables.
const KEYWORDS: [&str; 22] = [
    "as", "break", "const", "continue", "crate", "dyn", "else", "false", "fn", "for", "if", "in",
    "let", "loop", "match", "move", "mut", "ref", "return", "self", "true", "while",
];

/// Words that begin a block which runs as often, or only if, what is before it says so.
const CONTROL: [&str; 4] = ["for", "if", "match", "while"];

/// Words that begin a loop.
const LOOPS: [&str; 3] = ["for", "loop", "while"];

/// Words of code that chooses what is done, how often, or with which value.
const CHOOSES: [&str; 15] = [
    "clamp",
    "else",
    "filter",
    "filter_map",
    "find",
    "for",
    "if",
    "match",
    "max",
    "min",
    "rev",
    "skip",
    "then",
    "then_some",
    "while",
];

/// A statement, the head of a block or an arm of a `match`.
struct Part<'a> {
    text: &'a str,
    range: Range<usize>,
    /// The block behind it; empty without one.
    block: Range<usize>,
    /// The same with what is behind it, if its variables get their values there, too.
    whole: Range<usize>,
    /// The variables that get a value here, or a new one.
    binds: BTreeSet<&'a str>,
    uses: BTreeSet<&'a str>,
}

/// The positions in a function of what depends on the code in some lines, or on which that depends: what is related
/// directly first; of that, what chooses first, and then the nearest. What else chooses in the function comes last, or if
/// there is nothing at all, the whole function.
pub(super) fn related(code: &str, body: Range<usize>, lines: &[Range<usize>]) -> Vec<usize> {
    let parts = parts(code, body);
    if parts.len() > LONGEST {
        return Vec::new();
    }
    let is_in = |range: &Range<usize>| {
        lines.iter().any(|line| line.start < range.end && range.start < line.end)
    };
    let those = |is_it: &dyn Fn(&Part<'_>) -> bool| -> BTreeSet<usize> {
        (0..parts.len()).filter(|at| is_it(&parts[*at])).collect()
    };
    let is_given = |part: &Part<'_>| is_in(&part.range);
    let decides = |part: &Part<'_>| {
        let is_around = |block: &Part<'_>| is_in(&block.block);
        let leaves = |block: &Part<'_>| {
            is_around(block) && block.begins(&LOOPS) && block.block.contains(&part.range.start)
        };
        part.begins(&CONTROL) && is_around(part) || part.is_exit() && parts.iter().any(leaves)
    };
    let (mut after, mut before) = (those(&|part| is_in(&part.whole)), those(&is_given));
    let mut new = those(&|part| decides(part) && !is_given(part));
    before.extend(&new);
    let mut found: Vec<usize> = Vec::new();
    let by_choice = |at: &usize| {
        let start = parts[*at].range.start;
        let distance = lines.iter().map(|line| line.start.abs_diff(start)).min();
        (!parts[*at].chooses() && !parts[*at].is_exit(), distance)
    };
    for _ in 0..STEPS {
        let uses = |part: &Part<'_>| after.iter().any(|at| part.depends_on(&parts[*at]));
        let gives = |part: &Part<'_>| before.iter().any(|at| parts[*at].needs(part));
        let later = &those(&uses) - &after;
        let earlier = &those(&gives) - &before;
        new.extend(later.iter().chain(&earlier));
        let mut sorted: Vec<usize> = std::mem::take(&mut new).into_iter().collect();
        sorted.sort_by_key(by_choice);
        found.extend(sorted);
        after.extend(later);
        before.extend(earlier);
    }
    let mut others: Vec<usize> = those(&|part| part.chooses()).into_iter().collect();
    others.sort_by_key(by_choice);
    found.extend(others);
    if lines.is_empty() && found.is_empty() {
        found.extend(0..parts.len());
    }
    let starts = found.into_iter().map(|at| parts[at].range.start);
    starts.filter(|start| !code[*start..].starts_with("drop(")).collect()
}

impl Part<'_> {
    fn has(&self, words: &[&str]) -> bool {
        all_words(self.text).any(|(_, word)| words.contains(&word))
    }

    /// Whether it is the head of a block with one of these words.
    fn begins(&self, words: &[&str]) -> bool {
        !self.block.is_empty() && self.has(words)
    }

    fn is_exit(&self) -> bool {
        ["break", "return"].iter().any(|exit| self.text.starts_with(exit))
    }

    fn chooses(&self) -> bool {
        self.text != "else" && self.has(&CHOOSES)
    }

    /// Whether it is later, and uses a variable of the other part, or is an arm of it.
    fn depends_on(&self, other: &Self) -> bool {
        let is_arm = other.block.contains(&self.range.start) && other.begins(&["match"]);
        self.needs(other) || is_arm && other.range.start < self.range.start
    }

    /// Whether the other part is earlier, and binds a variable that this one uses.
    fn needs(&self, other: &Self) -> bool {
        other.range.start < self.range.start && !self.uses.is_disjoint(&other.binds)
    }
}

/// The parts of a body, in order.
fn parts(code: &str, body: Range<usize>) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    // The part before each open block, and how many brackets are open in the block.
    let mut blocks: Vec<(Option<usize>, i32)> = Vec::new();
    let mut start = body.start;
    for (at, byte) in code.bytes().enumerate().take(body.end).skip(body.start) {
        let is_end = match byte {
            b'{' | b'}' | b';' => true,
            b',' => blocks.last().is_some_and(|(head, brackets)| {
                *brackets == 0 && head.is_some_and(|head| parts[head].begins(&["match"]))
            }),
            _ => false,
        };
        if let (b'(' | b'[' | b')' | b']', Some((_, brackets))) = (byte, blocks.last_mut()) {
            *brackets += if matches!(byte, b'(' | b'[') { 1 } else { -1 };
        }
        if !is_end {
            continue;
        }
        let text = code[start..at].trim();
        let start_of_text = at - code[start..at].trim_start().len();
        let range = start_of_text..start_of_text + text.len();
        if !text.is_empty() {
            let (binds, uses) = variables(text);
            let length = statement(&code[range.start..]).filter(|_| text.starts_with("let "));
            let whole = range.start..length.map_or(range.end, |length| range.start + length);
            parts.push(Part { text, range, block: 0..0, whole, binds, uses });
        }
        match byte {
            b'{' => {
                let head = (!text.is_empty()).then(|| parts.len() - 1);
                if let Some(head) = head {
                    // It can be a `match` already in the block.
                    parts[head].block = at..body.end;
                }
                blocks.push((head, 0));
            }
            b'}' => {
                if let Some((Some(head), _)) = blocks.pop() {
                    parts[head].block.end = at;
                }
            }
            _ => {}
        }
        start = at + 1;
    }
    for index in 0..parts.len() {
        let (before, inside) = parts.split_at_mut(index + 1);
        let own = &mut before[index];
        let inside = inside.iter().take_while(|part| own.whole.contains(&part.range.start));
        own.uses.extend(inside.flat_map(|part| &part.uses));
    }
    parts
}

/// The variables that a part binds or changes, and those that it uses.
fn variables(text: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let all = || all_words(text).filter(|(at, word)| is_variable(text, *at, word));
    let within =
        |range: Range<usize>| all().filter(move |(at, _)| range.contains(at)).map(|(_, word)| word);
    let keyword =
        |keyword: &str| all_words(text).find(|(_, word)| *word == keyword).map(|(at, _)| at);
    let from = |at: usize, mark: &str| text[at..].find(mark).map(|end| at + end);
    let pattern = if let Some(at) = keyword("let") {
        from(at, "=").map(|end| (at..typed(text, at, end), end))
    } else if let Some(at) = keyword("for") {
        from(at, " in ").map(|end| (at..end, end))
    } else {
        text.find("=>").map(|end| (0..end, end))
    };
    if let Some((pattern, end)) = pattern {
        return (within(pattern).collect(), within(end..text.len()).collect());
    }
    // A method can change its receiver.
    let first = text.trim_start_matches('*');
    let changed = all().next().filter(|(at, word)| {
        let after = text[at + word.len()..].trim_start();
        *at == text.len() - first.len() && (after.starts_with(['.', '[']) || is_assignment(after))
    });
    (changed.map(|(_, word)| word).into_iter().collect(), within(0..text.len()).collect())
}

/// The end of a pattern before its type.
fn typed(text: &str, from: usize, to: usize) -> usize {
    let colons = text[from..to].match_indices(':').map(|(at, _)| from + at);
    let mut single =
        colons.filter(|at| !text[..*at].ends_with(':') && !text[at + 1..].starts_with(':'));
    single.next().unwrap_or(to)
}

fn is_assignment(after: &str) -> bool {
    let after = after.trim_start_matches(['+', '-', '*', '/', '|', '&', '^', '%', '<', '>']);
    after.starts_with('=') && !after.starts_with("==")
}

/// Not a field, a method, a macro, a part of a path, or a constant.
fn is_variable(text: &str, at: usize, word: &str) -> bool {
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    let is_member = before.ends_with("::") || before.ends_with('.') && !before.ends_with("..");
    let is_other = is_member || after.starts_with('!') || after.starts_with("::");
    let is_lowercase = word.starts_with(|first: char| first.is_lowercase() || first == '_');
    is_lowercase && !is_other && !KEYWORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::related;

    /// The lines of a body that are related to the line with `// here`.
    fn lines(code: &str) -> Vec<usize> {
        let starts: Vec<usize> =
            std::iter::once(0).chain(code.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let line_of = |at: usize| starts.partition_point(|start| *start <= at);
        let here = line_of(code.find("// here").expect("there is a mark"));
        let end = starts.get(here).copied().unwrap_or(code.len());
        let code = code.replace("// here", "");
        let line = starts[here - 1]..end.min(code.len());
        let mut found: Vec<usize> = related(&code, 0..code.len(), &[line])
            .into_iter()
            .map(line_of)
            .filter(|line| *line != here)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn what_is_done_with_a_guard_is_related() {
        let queue = "{
            let mut state = self.lock(); // here
            let other = 1;
            let item = state.items.pop_front();
            self.has_room.notify_one();
            drop(state);
            item
        }";
        assert_eq!(lines(queue), [4, 7]);
        let stock = "{
            let mut stock = self.stock.write().unwrap(); // here
            for count in stock.values_mut() {
                *count += 1;
            }
        }";
        assert_eq!(lines(stock), [3, 4]);
    }

    #[test]
    fn arms_of_a_match_are_related() {
        let db = "{
            let number: i64 = match self.values.lock().unwrap().get(key) { // here
                Some(value) => value.parse().map_err(|_| NotANumber)?,
                None => 0,
            };
            let next = number.checked_add(1).ok_or(NotANumber)?;
        }";
        assert_eq!(lines(db), [3, 4, 6]);
    }

    #[test]
    fn what_decides_how_often_something_runs_is_related() {
        let pool = "{
            let workers = workers.get().min(inputs.len());
            let inputs = Mutex::new(inputs);
            for _ in 0..workers {
                scope.spawn(work); // here
            }
        }";
        assert_eq!(lines(pool), [2, 4]);
    }

    #[test]
    fn what_the_head_of_a_block_uses_is_related() {
        let till = "{
            let count = threads / 4;
            let other = 1;
            while let Some(part) = next(count) {
                spawn(work); // here
            }
        }";
        assert_eq!(lines(till), [2, 4]);
    }

    #[test]
    fn the_end_of_a_loop_is_related() {
        let barista = "{
            loop {
                let message = messages.recv(); // here
                served();
                if done {
                    break;
                }
            }
        }";
        assert_eq!(lines(barista), [5, 6]);
    }

    #[test]
    fn a_variable_in_the_block_of_another_one_is_related() {
        let queue = "{
            let size = capacity.get();
            let state = State {
                items: VecDeque::with_capacity(size),
            };
            self.send(state); // here
        }";
        assert_eq!(lines(queue), [2, 3]);
    }

    #[test]
    fn what_an_argument_is_computed_from_is_related() {
        let philosophers = "{
            let seats = self.forks.len();
            let other: usize = 5;
            let (left, right) = (seat, (seat + 1) % seats);
            let first = self.take(left.min(right)); // here
        }";
        assert_eq!(lines(philosophers), [2, 4]);
    }

    #[test]
    fn a_variable_with_a_value_from_a_block_is_related() {
        let bank = "{
            let (mut from, mut to) = if from < to {
                (from.lock(), to.lock()) // here
            } else {
                other
            };
            if *from < amount {
                return false;
            }
            *to += amount;
            let unrelated = f(1);
        }";
        assert_eq!(lines(bank), [2, 7, 10]);
    }
}
