#!/bin/sh
# Writes autograder.zip, which an instructor uploads to Gradescope.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-autograder.zip}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/course"
git -C "$here/../.." archive HEAD | tar -x -C "$work/course"
cp "$here/setup.sh" "$here/run_autograder" "$here/../exercises.txt" "$work"
(cd "$work" && zip -qr autograder.zip .)
mv "$work/autograder.zip" "$out"
echo "wrote $out"
