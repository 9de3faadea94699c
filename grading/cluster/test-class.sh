#!/bin/sh
# Grades a class in one run, in 2 and in 8 shards, and in a run that is killed and run again, and compares what is
# merged, byte by byte. Usage: test-class.sh STUDENTS NAME…, in the root of the course. JOBS=2 shards run at a time.
set -eu
here=$(dirname "$0")
students=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$here/make-class.sh" "$students" "$work/class" "$@"

# The exit code 3 says that a student has to be graded again, which would be a difference.
cargo course grade-class "$work/class" "$@" --jobs "${JOBS:-2}" --out "$work/whole" > "$work/log"
tail -n 2 "$work/log"
for shards in 2 8; do
    seq "$shards" | xargs -P "${JOBS:-2}" -I '{}' cargo course grade-class "$work/class" "$@" \
        --partition "slice:{}/$shards" --out "$work/in-$shards/shard-{}" > "$work/log"
    cargo course grade-merge "$work/merged-$shards" "$work/in-$shards"/shard-* > "$work/log"
done

# The grader itself is killed, not the command that starts it.
CARGO=${CARGO:-cargo} "${CARGO_TARGET_DIR:-target}/debug/grade" grade-class "$work/class" "$@" \
    --out "$work/killed" > "$work/log" &
grader=$!
until [ "$(ls "$work/killed/results" 2> /dev/null | wc -l)" -ge $((students / 10)) ]; do sleep 0.2; done
kill -9 "$grader"
wait "$grader" || true
echo "killed after $(ls "$work/killed/results" | wc -l) of $(ls "$work/class" | wc -l) students"
cargo course grade-class "$work/class" "$@" --out "$work/killed" > "$work/log"
tail -n 2 "$work/log"

for other in merged-2 merged-8 killed; do
    for part in results students class.csv class.html; do
        diff -r "$work/whole/$part" "$work/$other/$part"
    done
    echo "$other: the same bytes as one run"
done
cut -d, -f2- "$work/whole/class.csv" | sort | uniq -c | sort -rn | head -n 12
