# Every task by name. Each only calls `cargo course`, which works without make as well.
EX ?=
ALL ?=
SCHEDULE ?=
N ?=
SPOIL ?=
SUBMISSION ?=
COURSE := cargo course

.DEFAULT_GOAL := help
.PHONY: help first test watch list hint run serve explain diff reset open contract replay doctor grade stats snapshots mutants verify bench clean

# A target that needs an exercise says so in words before anything is built.
need_ex = $(if $(strip $(EX)),,$(error say which exercise: make $@ EX=loon (`make list` shows them)))

help: ## this list
	@echo "a concurrency course that checks itself"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "begin with: make test"

# The first time, the command and what judges are compiled in one go, which keeps all cores busy.
FIRST := $(if $(wildcard $(or $(CARGO_TARGET_DIR),target)/debug/course*),,first)

first:
	@cargo build --locked --package course --package judge

test: $(FIRST) ## judge what you began, and the next; EX=loon one; ALL=1 all
	@$(COURSE) test $(EX) $(if $(strip $(ALL)),--all)

watch: ## judge again at every save; EX=loon to begin there
	@$(COURSE) watch $(EX)

list: ## what is solved, chapter by chapter
	@$(COURSE) list

run: ## EX=loon: run it as a program, on real threads
	$(need_ex)@$(COURSE) run $(EX)

serve: ## EX=db: put a real HTTP server around it
	$(need_ex)@$(COURSE) serve $(EX)

hint: ## EX=loon: the next hint; N=1 for a given one
	$(need_ex)@$(COURSE) hint $(EX) $(N)

explain: ## EX=loon: walk through the interleaving in the browser
	$(need_ex)@$(COURSE) explain $(EX)

diff: ## how much the answers change; EX=loon SPOIL=1 for the lines
	@$(COURSE) diff $(EX) $(if $(strip $(SPOIL)),--spoil)

reset: ## EX=loon: begin it again; what was there is kept
	$(need_ex)@$(COURSE) reset $(EX)

open: ## EX=loon: open it in your editor
	$(need_ex)@$(COURSE) open $(EX)

doctor: ## look whether this machine has what the course needs
	@$(COURSE) doctor

contract: ## what is promised, and the tests that hold it; EX=loon for one
	@$(COURSE) contract $(EX)

replay: ## EX=loon SCHEDULE=…: the interleaving of a report again
	$(need_ex)@$(COURSE) replay $(EX) '$(SCHEDULE)'

grade: ## SUBMISSION=dir: judge what was handed in
	$(if $(strip $(SUBMISSION)),,$(error say what was handed in: make grade SUBMISSION=../ada))@$(COURSE) grade '$(SUBMISSION)' $(EX)

stats: ## for maintainers: tests, scenarios, executions, mutants
	@$(COURSE) stats $(EX)

snapshots: ## for maintainers: review changed outcomes; EX=coffee for one
	@$(COURSE) snapshots $(EX)

mutants: ## for maintainers: how strong the tests are; EX=loon for one
	@$(COURSE) mutants $(EX)

verify: ## for maintainers: everything that the repository promises
	@$(COURSE) verify

bench: ## for maintainers: the engine beside its peers
	@cargo bench --locked --package peers

clean: ## delete what was built
	@cargo clean
