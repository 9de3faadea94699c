#!/bin/sh
# Runs all shards of a class, several at a time, on this machine or on others by ssh.
# Usage: local.sh SHARDS CLASS RESULTS [NAME…]
# JOBS=2 is how many run at a time. HOSTS="a b" runs shard 1 on a, 2 on b, 3 on a, and so on; all of them must
# see the same folders. Exits with an error if a shard fails; run it again, and the shards continue.
set -u
SHARD=$(realpath "${SHARD:-$(dirname "$0")/shard.sh}")
COURSE=$(realpath "${COURSE:-course.tar.gz}")
HOSTS=${HOSTS:-}
export SHARD COURSE HOSTS
shards=$1
shift
one='
if [ -z "$HOSTS" ]; then exec sh "$SHARD" "$@"; fi
hosts=$(printf "%s\n" $HOSTS | wc -l)
host=$(printf "%s\n" $HOSTS | sed -n "$((($1 - 1) % hosts + 1))p")
# The arguments go through standard input, so that no shell splits them.
printf "%s\0" "$SHARD" "$@" | ssh "$host" "cd \"$PWD\" && COURSE=\"$COURSE\" xargs -0 sh"
'
seq "$shards" | xargs -P "${JOBS:-2}" -I '{}' sh -c "$one" sh '{}' "$shards" "$@"
