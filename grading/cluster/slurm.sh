#!/bin/sh
#SBATCH --job-name=grade
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=3G
#SBATCH --time=02:00:00
#SBATCH --requeue
# A Slurm array: one element for each shard, never one for each student. Submit it in a folder on a shared
# file system: COURSE=course.tar.gz sbatch grading/cluster/slurm.sh CLASS RESULTS [NAME…]
# For another number of shards, give it twice: SHARDS=20 sbatch --array=1-20 …. To run shards 2 and 5 again, add
# --array=2,5 only: SHARDS stays the number of all, which Slurm's own count of elements does not.
class=$1 results=$2
shift 2
exec sh "${SHARD:-grading/cluster/shard.sh}" "$SLURM_ARRAY_TASK_ID" "${SHARDS:-8}" \
    "$class" "$results" "$@"
