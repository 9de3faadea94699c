//! Every command: its options, its help, its examples.
use super::{EVERYONE, Entry, INSTRUCTORS, grader, interleavings};

pub(crate) const COMMANDS: &[Entry] = &[
    Entry {
        name: "test",
        takes: "[NAME…]",
        does: "test your exercises in every interleaving that matters",
        flags: &["all", "answer", "next"],
        more: "Without names: everything that you have started, and the first unsolved\n\
               exercise. Prints a line per exercise, and the details of the first that\n\
               fails. Unmodified exercises are not compiled; course/NAME/report.txt says how\n\
               they fail.\n\
               --all tests the unmodified ones too, and shows the whole report on any terminal.\n\
               --next tests only the first unsolved exercise.\n\
               --answer tests the answer in complete/ instead.",
        examples: &[
            ("cargo course test", "where you are, and what is next"),
            ("cargo course test loon", "one exercise"),
            ("cargo course test loon coffee", "two exercises"),
            ("cargo course test --next", "the next exercise"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "watch",
        takes: "[NAME]",
        does: "test again on every save, with keys for hints and more",
        flags: &["poll", "plain"],
        package: Some("watch"),
        more: "Starts with NAME, or with the first unsolved exercise.\n\
               Keys: h hint, e explain, d diff, l list, t test, r run, n next, q quit, ? help.\n\
               --poll checks the files at intervals, for file systems that report no changes\n\
               (network folders, WSL).\n\
               --plain reads no keys and clears no screen.",
        examples: &[
            ("cargo course watch", "from where you are"),
            ("cargo course watch cat", "from this exercise"),
            ("cargo course watch --poll", "on a network folder"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "hint",
        takes: "[NAME] [N]",
        does: "show the next hint for an exercise, or hint N",
        more: "Hints come one at a time, each more direct than the one before. Without NAME:\n\
               for the first unsolved exercise.",
        examples: &[
            ("cargo course hint", "where you are"),
            ("cargo course hint loon", "the next hint for loon"),
            ("cargo course hint loon 1", "the first one again"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "list",
        takes: "[WORD…]",
        does: "show what is solved, topic by topic",
        flags: &["unsolved", "solved"],
        more: "Runs no tests: it shows the cached result, or `needs retesting` if the file, its\n\
               tests or the engine have changed since then.\n\
               WORD shows only exercises and topics with that word in their name or title.\n\
               --unsolved shows only what is not solved, --solved only what is.",
        examples: &[
            ("cargo course list", "everything"),
            ("cargo course list mutual", "one topic"),
            ("cargo course list --unsolved", "what is left to do"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "run",
        takes: "[NAME]",
        does: "run an exercise as a program, on real threads",
        flags: &["answer"],
        more: "Without NAME: the first unsolved exercise.\n\
               --answer runs the answer in complete/ instead.",
        examples: &[
            ("cargo course run loon", "your exercises/loon.rs"),
            ("cargo course run loon --answer", "the answer, complete/loon.rs"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "serve",
        takes: "NAME [OPTION…]",
        does: "put a real HTTP server around an exercise that has a `handle`",
        flags: &["answer"],
        passes_on: true,
        more: "--answer serves the answer in complete/ instead.\n\
               --port N listens on port N (default 8080); 0 picks a free port.\n\
               --host ADDRESS listens on ADDRESS (default 127.0.0.1, this machine only);\n\
               0.0.0.0 accepts connections from the whole network.",
        examples: &[
            ("cargo course serve db", "your exercises/db.rs, until Ctrl-C"),
            ("cargo course serve db --port 0", "on a free port"),
            ("cargo course serve cat --answer", "the answer, complete/cat.rs"),
        ],
        ..Entry::DEFAULTS
    },
    interleavings::EXPLAIN,
    interleavings::PLAY,
    Entry {
        name: "replay",
        takes: "[NAME] [SCHEDULE]",
        does: "run the interleaving of a report again",
        flags: &["answer"],
        more: "Shows every step. Without SCHEDULE: the interleaving of the last failure. If the\n\
               output is not a terminal, a report ends with its SCHEDULE. Without NAME: for the\n\
               first unsolved exercise.\n\
               --answer replays it on the answer in complete/ instead.",
        examples: &[
            ("cargo course replay loon", "the last failure, step by step"),
            ("cargo course replay loon SCHEDULE", "the schedule from a report of loon"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "diff",
        takes: "[NAME…]",
        does: "compare an exercise with its answer, once it is solved",
        flags: &["spoil"],
        more: "Without names: how many lines each answer changes. With names: the lines, if the\n\
               exercise is solved; until then, what you have changed so far.\n\
               --spoil shows the answer in any case.",
        examples: &[
            ("cargo course diff loon", "your file against the answer"),
            ("cargo course diff loon --spoil", "the answer, solved or not"),
            ("cargo course diff", "the size of every answer"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "contract",
        group: INSTRUCTORS,
        takes: "[NAME…]",
        does: "show what each exercise promises and which tests check it",
        package: Some("maintain"),
        more: "Prints Markdown: the sentences of course/NAME/exercise.toml with their tests,\n\
               and the public signatures of complete/NAME.rs. Without names: the page\n\
               docs/contract.md.",
        examples: &[
            ("cargo course contract loon", "one exercise"),
            ("cargo course contract > docs/contract.md", "update the page"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "open",
        takes: "[NAME]",
        does: "open an exercise in your editor",
        more: "The editor is the one in $VISUAL, or else in $EDITOR. Without NAME: the first\n\
               unsolved exercise.",
        examples: &[
            ("cargo course open loon", "exercises/loon.rs in your editor"),
            ("EDITOR=nano cargo course open loon", "in nano"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "reset",
        takes: "NAME",
        does: "restore the starter; your file is kept beside it",
        more: "Your file is kept as exercises/NAME.rs.1 (or 2, 3, …), and never overwritten.",
        examples: &[("cargo course reset loon", "the starter of loon again")],
        ..Entry::DEFAULTS
    },
    grader::HANDIN,
    grader::GRADE,
    grader::GRADE_CLASS,
    grader::GRADE_MERGE,
    grader::EXPORT,
    Entry {
        name: "verify",
        group: INSTRUCTORS,
        takes: "[STEP…] [NAME…]",
        does: "check everything that this repository promises about itself",
        flags: &["list"],
        options: &["repeat"],
        package: Some("maintain"),
        more: "Without arguments: every step for every exercise. With names of steps: only\n\
               these. With names of exercises: only these, and only the steps that check\n\
               exercises. Then shows what the first of these exercises still needs. --list\n\
               lists the steps. --repeat N runs the tests of starters and answers N times and\n\
               fails unless every run produces the same bytes.",
        examples: &[
            ("cargo course verify", "all steps"),
            ("cargo course verify starters trees", "two steps"),
            ("cargo course verify loon", "one exercise"),
            ("cargo course verify mutants loon", "one step for one exercise"),
            ("cargo course verify starters answers --repeat 40", "both trees, 40 times"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "corpus",
        group: INSTRUCTORS,
        does: "grade hostile, odd and correct submissions with the real grader",
        flags: &["twice"],
        options: &["limit", "only", "repeat", "without"],
        package: Some("maintain"),
        more: "Grades the files in grading/corpus, some of them also as archives, every answer,\n\
               every alternative and every starter as one class, and compares the verdicts with\n\
               the expected ones. Also fails if a process or a file is left behind, or a result\n\
               contains a secret. `verify grading` grades the answers and a few hostile files.\n\
               --repeat N grades everything N times, and --twice with two graders at once.\n\
               --without LAYER leaves out a layer of the sandbox, as in `grade`. --only VERDICT\n\
               grades only files that must get this verdict. --limit N is the time for each\n\
               file in seconds. Endless files use all of it, so 15 is several times as fast as\n\
               the usual 60.",
        examples: &[
            ("cargo course corpus", "takes several minutes"),
            ("cargo course corpus --limit 15", "faster"),
            ("cargo course corpus --only refused --repeat 40", "what is not run"),
            ("cargo course corpus --twice --without namespaces", "also works"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "snapshots",
        group: INSTRUCTORS,
        takes: "[NAME…]",
        does: "review the outcomes of answers and the reports of starters",
        flags: &["accept", "starters"],
        package: Some("maintain"),
        more: "Shows what has changed since the last review. --accept writes the new outcomes\n\
               and reports; a starter's report is accepted only once the outcomes of its\n\
               exercise are. --starters copies exercises/ to course/NAME/starter.rs, for\n\
               `reset`.",
        examples: &[
            ("cargo course snapshots", "show every difference"),
            ("cargo course snapshots coffee --accept", "accept those of coffee"),
            ("cargo course snapshots --starters", "after changing a starter"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "mutants",
        group: INSTRUCTORS,
        takes: "[NAME…] [OPTION…]",
        does: "measure how strong the tests are: which test kills which mutant",
        flags: &["accept", "advice", "baseline", "engine", "json", "operators", "schedules"],
        options: &["html", "jobs", "repeat"],
        package: Some("maintain"),
        more: "Mutates every answer with each operator, adds the handwritten mutants of\n\
               course/NAME/mutants/*.patch, and runs all tests on each mutant. Compares the\n\
               result with matrix.txt in that folder. A survivor, a kill by another test than\n\
               the expected one, a stale entry in equivalent.toml and a changed matrix are\n\
               errors.\n\
               \n\
               A patch begins with `# killed-by: TEST VERDICT` and `# why: REASON`, then a diff\n\
               against complete/NAME.rs; `cargo course mutant` writes one. An entry of\n\
               equivalent.toml has the mutant's name, the first line that it changes, and a\n\
               reason that a reviewer can check.\n\
               \n\
               --accept         write the matrices; then review them\n\
               --advice         say how many reports name a line to change, and fail if one\n\
               \x20                recommends a primitive that the exercise forbids\n\
               --html DIR       write everything as a page, DIR/index.html\n\
               --json           print everything for other programs\n\
               --jobs N         run N test processes at a time\n\
               --repeat N       run N times, with 1, 2 and 4 jobs: all runs must agree\n\
               --operators      list the operators\n\
               --schedules      record schedules that break planted mistakes in `play`\n\
               --baseline       compare with a single-threaded suite for `cat`\n\
               --engine [FILE…] the engine's own mutants, as listed by cargo-mutants",
        examples: &[
            ("cargo course mutants loon", "the mutants of one exercise"),
            ("cargo course mutants --html page", "all of them, as a page"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "mutant",
        group: INSTRUCTORS,
        takes: "NAME [MUTANT]",
        does: "turn an edited answer into a handwritten mutant",
        package: Some("maintain"),
        more: "Edit complete/NAME.rs so that it contains one mistake, then run this. It runs\n\
               the tests on your edit, proposes the first test that fails as the killer, writes\n\
               course/NAME/mutants/MUTANT.patch, and restores the answer from git. Without\n\
               MUTANT it only shows the patch and restores nothing. Then replace the TODO after\n\
               `# why:`.",
        examples: &[
            ("cargo course mutant loon", "which test kills your edit"),
            ("cargo course mutant loon sleep_instead_of_join", "keep it under this name"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "new",
        group: INSTRUCTORS,
        takes: "NAME",
        does: "create an exercise and show, step by step, what is still missing",
        options: &["topic"],
        package: Some("maintain"),
        more: "Writes a small exercise that compiles and has one race: the three files, the\n\
               folder course/NAME and the entries in Cargo.toml and course/catalog.toml. Run it\n\
               again, or `cargo course verify NAME`, to see the next step. --topic TITLE adds\n\
               it to that topic; a new title adds a topic at the end.",
        examples: &[
            ("cargo course new elevator", "a new exercise, `elevator`"),
            ("cargo course new elevator --topic liveness", "in an existing topic"),
            ("cargo course new elevator", "again: the next step"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "stats",
        group: INSTRUCTORS,
        takes: "[NAME…]",
        does: "count tests, scenarios, executions and mutants",
        flags: &["json"],
        package: Some("maintain"),
        more: "Tests the answers and counts what was explored; mutants are those of matrix.txt.\n\
               --json prints the numbers for other programs.",
        examples: &[
            ("cargo course stats", "every exercise"),
            ("cargo course stats coffee", "one of them"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "doctor",
        group: EVERYONE,
        takes: "",
        does: "check that this machine has what the course needs",
        flags: &["grader"],
        more: "Prints a line per check, and how to fix what is missing. The exit code is 1 if\n\
               something has to be fixed. --grader also prints what confines a submission that\n\
               is graded on this machine, and fails if that is too little.",
        examples: &[
            ("cargo course doctor", "toolchain, linker, disk, network, files"),
            ("cargo course doctor --grader", "also the layers of the sandbox"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "completions",
        group: EVERYONE,
        takes: "SHELL",
        does: "print completions for bash, zsh or fish",
        more: "Prints a script that defines a function `course`, short for `cargo course`, and\n\
               completes its commands and names.",
        examples: &[
            ("eval \"$(cargo course completions bash)\"", "in ~/.bashrc"),
            ("eval \"$(cargo course completions zsh)\"", "in ~/.zshrc, after compinit"),
            ("cargo course completions fish | source", "in ~/.config/fish/config.fish"),
        ],
        ..Entry::DEFAULTS
    },
    Entry {
        name: "help",
        group: EVERYONE,
        takes: "[COMMAND…]",
        does: "list every command, or explain one",
        examples: &[("cargo course help test", "everything about `test`")],
        ..Entry::DEFAULTS
    },
];
