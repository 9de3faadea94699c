# Every task by name. Each target only calls `cargo course`, which works without make as well.
EX ?=
STEP ?=
ALL ?=
SCHEDULE ?=
N ?=
SPOIL ?=
MUTANT ?=
SUBMISSION ?=
CLASS ?=
# After Ctrl-C make says that the recipe failed, or, if the recipe ends before make has noticed, that it has no
# child process. So the shell waits a moment and succeeds. Make itself still ends with the signal.
COURSE := trap 'sleep 0.1; exit 0' INT; cargo course

.DEFAULT_GOAL := help
.PHONY: help first test watch list hint run serve explain play diff reset open replay doctor handin grade grade-class contract stats snapshots mutants verify corpus fuzz bench book clean

# A target that needs an exercise says so before anything is built.
need_ex = $(if $(strip $(EX)),,$(error name an exercise: make $@ EX=loon (`make list` shows them)))

# On a terminal an unsolved exercise ends quietly. Scripts see exit code 1.
quietly = || { code=$$?; [ $$code = 1 ] && [ -t 1 ] || exit $$code; }

help: ## show this list; ALL=1 adds those for graders, instructors and maintainers
	@echo "a concurrency course that checks itself"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / && ("$(ALL)" != "" || $$2 !~ /^for /) { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "start with: make test"

# The first build compiles the command and the test kit together, which keeps all cores busy.
FIRST := $(if $(wildcard $(or $(CARGO_TARGET_DIR),target)/debug/course*),,first)

first:
	@cargo build --locked --package course --package judge

test: $(FIRST) ## test what you have started, and the next exercise; EX=loon, ALL=1
	@$(COURSE) test $(EX) $(if $(strip $(ALL)),--all) $(quietly)

watch: ## test again on every save; EX=loon to start there
	@$(COURSE) watch $(EX)

hint: ## the next hint; EX=loon, N=1 for the first
	@$(COURSE) hint $(EX) $(N)

list: ## what is solved, topic by topic
	@$(COURSE) list

run: ## run an exercise as a program, on real threads; EX=loon
	@$(COURSE) run $(EX) $(quietly)

explain: ## step through the failing interleaving in the browser; EX=loon
	@$(COURSE) explain $(EX) $(quietly)

play: ## pick which thread runs, and break the exercise; EX=loon, MUTANT=name
	@$(COURSE) play $(EX) $(if $(strip $(MUTANT)),--mutant $(MUTANT))

replay: ## run the interleaving of the last failure again; EX=loon, SCHEDULE=… for another
	@$(COURSE) replay $(EX) '$(SCHEDULE)' $(quietly)

serve: ## put a real HTTP server around an exercise; EX=db
	$(need_ex)@$(COURSE) serve $(EX)

diff: ## your file against the answer; EX=loon, SPOIL=1 before it is solved
	@$(COURSE) diff $(EX) $(if $(strip $(SPOIL)),--spoil)

reset: ## restore the starter, and keep your file; EX=loon
	$(need_ex)@$(COURSE) reset $(EX)

open: ## open an exercise in your editor; EX=loon
	@$(COURSE) open $(EX)

doctor: ## check that this machine has what the course needs
	@$(COURSE) doctor

handin: ## check what will be graded, and pack it; EX="loon pool"
	@$(COURSE) handin $(EX)

grade: ## for graders: SUBMISSION=dir, grade a submission
	$(if $(strip $(SUBMISSION)),,$(error name a submission: make grade SUBMISSION=../ada))@$(COURSE) grade '$(SUBMISSION)' $(EX)

grade-class: ## for graders: CLASS=dir, grade a class; EX="loon pool"
	$(if $(strip $(CLASS)),,$(error name a class: make grade-class CLASS=../submissions))@$(COURSE) grade-class '$(CLASS)' $(EX)

contract: ## for instructors: what is promised, and the tests that check it; EX=loon
	@$(COURSE) contract $(EX)

stats: ## for instructors: count tests, scenarios, executions and mutants
	@$(COURSE) stats $(EX)

snapshots: ## for instructors: review changed outcomes and reports; EX=coffee
	@$(COURSE) snapshots $(EX)

mutants: ## for instructors: how strong the tests are; EX=loon
	@$(COURSE) mutants $(EX)

# Almost all that it compiles is compiled once, which takes a third less time without incremental compilation.
verify: ## for instructors: check everything this repository claims; EX=loon, STEP=answers
	@CARGO_INCREMENTAL=0 cargo maintainers --locked
	@CARGO_INCREMENTAL=0 $(or $(CARGO_TARGET_DIR),target)/debug/maintain verify $(STEP) $(EX)

corpus: ## for instructors: grade hostile, odd and correct submissions
	@$(COURSE) corpus

fuzz: ## for maintainers: try 10,000 random files, archives and texts of each kind; SEED=2
	@FUZZ_CASES=10000 FUZZ_SEED=$(or $(SEED),1) cargo test --locked -p source-check --test fuzz -- random changed
	@FUZZ_CASES=10000 FUZZ_SEED=$(or $(SEED),1) cargo test --locked -p grade --bin grade -- random

bench: ## for maintainers: measure the figures of the book, and the engine beside shuttle and loom
	@cargo run --quiet --release --locked --package figures
	@cargo run --quiet --locked --package book -- update
	@cargo bench --locked --package peers

book: ## for readers: build the book as a site, in target/book
	@cargo run --quiet --locked --package book -- site

clean: ## for maintainers: delete everything that was built
	@cargo clean
