#!/bin/sh
# Writes course.tar.gz with everything that a shard needs: the course, its dependencies as source, and
# what is compiled already. Usage: pack.sh [FILE]
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
out=$(realpath -m "${1:-course.tar.gz}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/course"
git -C "$here" archive HEAD | tar -x -C "$work/course"
cd "$work/course"
# A shard has no network.
cargo vendor --quiet --locked --versioned-dirs vendor > "$work/vendored.toml"
cat "$work/vendored.toml" >> .cargo/config.toml
rustc -vV > rustc-version.txt
# Grading the answer of one exercise with every dependency compiles everything that is needed.
cargo course grade complete cat > /dev/null || [ $? -eq 1 ]
tar -czf "$out" -C "$work" course
echo "wrote $out ($(du -h "$out" | cut -f1))"
