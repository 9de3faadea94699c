#!/bin/sh
# Grades a submission once, and writes the result in every format that a workflow can use. Runs in the
# folder of the course.
set -u
cargo course grade "$1" ${EXERCISES:-} --json --output grade.json
code=$?
# 0 and 1 are grades.
[ "$code" -le 1 ] || exit "$code"
cargo course grade grade.json --from-result --format github
cargo course grade grade.json --from-result --junit --output grade.xml
cargo course grade grade.json --from-result --format sarif --output grade.sarif
exit "$code"
