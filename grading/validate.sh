#!/bin/sh
# Validates what this folder contains for GitHub and Kubernetes with the schemas of these projects, which two Python
# packages contain. Needs network and python3. Usage: validate.sh, anywhere.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
"$work/bin/pip" install --quiet check-jsonschema==0.39.0 kubernetes-validate==1.37.0
"$work/bin/check-jsonschema" --builtin-schema vendor.github-workflows \
    .github/workflows/*.yml grading/cluster/actions.yml grading/github-actions/grade.yml
"$work/bin/kubernetes-validate" --strict grading/cluster/kubernetes.yaml
