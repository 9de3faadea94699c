#!/bin/sh
# Grades one shard of a class. Usage: shard.sh SHARD SHARDS CLASS RESULTS [NAME…]
# Needs COURSE=course.tar.gz, as pack.sh wrote it. SHARD is counted from 1. Run it again after a crash: it
# continues. Exit codes: 0 graded, 2 it cannot run (do not retry), 3 the grader failed (retry).
set -u
shard=$1 shards=$2 results=$(realpath -m "$4")
class=$(realpath "$3") || exit 2
shift 4
archive=$(realpath "${COURSE:-course.tar.gz}") || exit 2
# A folder of its own, because two shards on one machine must not build in the same folder. It stays until
# the shard is done, so that a shard that is run again has compiled everything.
work=${TMPDIR:-/tmp}/course-shard-$(id -u)-$shard-of-$shards
mkdir -p "$work" || exit 2
if [ ! -f "$work/unpacked" ]; then
    tar -xzf "$archive" -C "$work" && touch "$work/unpacked" || exit 2
fi
cd "$work/course" || exit 2
if [ "$(rustc -vV)" != "$(cat rustc-version.txt)" ]; then
    echo "this machine has another version of Rust than the archive: $(head -n 1 rustc-version.txt)" >&2
    exit 2
fi
# shellcheck disable=SC2086 # OPTIONS are words
cargo course grade-class "$class" "$@" --partition "slice:$shard/$shards" \
    --out "$results/shard-$shard" ${OPTIONS:-}
code=$?
[ "$code" -eq 0 ] && rm -rf "$work"
exit "$code"
