#!/bin/sh
# Makes a class from the answers, alternatives, mutants and starters of the course, mixed at random.
# Usage: make-class.sh STUDENTS CLASS NAME…, in the root of the course. SEED=1 chooses the mixture, and POOL=10 how
# many different files there are for each exercise. Some students have an archive, and some files are missing.
set -eu
students=$1 class=$2
shift 2
pool=$(mktemp -d)
trap 'rm -rf "$pool"' EXIT
for name; do
    mkdir -p "$pool/$name"
    cp "complete/$name.rs" "$pool/$name/0-answer.rs"
    cp "course/$name/starter.rs" "$pool/$name/1-starter.rs"
    { cat "course/$name/starter.rs" && echo "// changed"; } > "$pool/$name/2-changed-starter.rs"
    for file in "course/$name"/alternatives/*.rs; do
        { cat "$file" && { grep -q "fn main()" "$file" || echo "fn main() {}"; }; } > "$pool/$name/3-$(basename "$file")"
    done
    for patch in "course/$name"/mutants/*.patch; do
        patch --quiet --output "$pool/$name/4-$(basename "$patch" .patch).rs" "complete/$name.rs" "$patch"
    done
done
seq -f "$class/student-%04g/exercises" "$students" | xargs mkdir -p
# The numbers of the C standard's example, which every awk can compute.
awk -v seed="${SEED:-1}" -v students="$students" -v pool="$pool" -v most="${POOL:-10}" -v names="$*" '
function random(below) {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return int(seed / 65536) % below
}
BEGIN {
    count = split(names, name, " ")
    for (i = 1; i <= count; i++) {
        list = "ls " pool "/" name[i]
        while ((list | getline line) > 0) file[i, files[i]++] = line
        close(list)
        # Files at equal distances, from the first to the last.
        kept[i] = files[i] < most ? files[i] : most
    }
    for (student = 1; student <= students; student++)
        for (i = 1; i <= count; i++) {
            chosen = random(kept[i] + 1)
            if (chosen < kept[i])
                print student, name[i], file[i, int(chosen * files[i] / kept[i])]
        }
}' | while read -r student name file; do
    folder=$(printf "%s/student-%04d/exercises" "$class" "$student")
    cp "$pool/$name/$file" "$folder/$name.rs"
done
for folder in "$class"/*3; do
    tar -C "$folder" -czf "$folder.tar.gz" exercises
    rm -r "$folder"
done
