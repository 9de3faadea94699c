"""Grades a submission for Classroom 50: runs the course's grader on the student's checkout, and writes
result.json. The folder `course` beside this file is the exported course, without answers."""

import datetime
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def names():
    """The exercises of this assignment; none means all of them."""
    file = HERE / "exercises.txt"
    lines = file.read_text().splitlines() if file.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def main():
    checkout = pathlib.Path.cwd()
    command = ["cargo", "course", "grade", str(checkout), *names(), "--format", "classroom50"]
    graded = subprocess.run(command, cwd=HERE / "course", stdout=subprocess.PIPE, check=False)
    # 0 and 1 are grades. Anything else is an error of the infrastructure, as Classroom 50 wants it.
    if graded.returncode > 1 or graded.returncode < 0:
        print("::error::the grader failed; this is not a grade", file=sys.stderr)
        return 2
    result = json.loads(graded.stdout)
    now = datetime.datetime.now(datetime.timezone.utc)
    result["datetime"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    (checkout / "result.json").write_text(json.dumps(result, indent=2), encoding="utf-8")
    print(f"{result['score']} of {result['max-score']} points")
    return 0


if __name__ == "__main__":
    sys.exit(main())
