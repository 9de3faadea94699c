#!/bin/sh
#SBATCH --job-name=grade
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=3G
#SBATCH --time=02:00:00
#SBATCH --requeue
# A Slurm array: one element for each shard, never one for each student. Submit it in a folder on a shared
# file system: COURSE=course.tar.gz sbatch grading/cluster/slurm.sh CLASS RESULTS [NAME…]
class=$1 results=$2
shift 2
exec sh "${SHARD:-grading/cluster/shard.sh}" "$SLURM_ARRAY_TASK_ID" "${SLURM_ARRAY_TASK_COUNT:-8}" \
    "$class" "$results" "$@"
