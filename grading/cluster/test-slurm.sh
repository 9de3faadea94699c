#!/bin/sh
# Grades a class with a real Slurm array on this Debian host, kills one shard half-way, and compares the
# merged results with those of one run. Run it as root on a machine that can be thrown away: it installs
# slurm-wlm and writes to /etc/slurm. Usage: test-slurm.sh CLASS [NAME…], in the root of the course.
set -eu
class=$(realpath "$1")
shift
export DEBIAN_FRONTEND=noninteractive
apt-get install -y --no-install-recommends slurm-wlm munge
cpus=$(nproc)
host=$(hostname -s)
mkdir -p /etc/slurm /var/spool/slurmctld /var/spool/slurmd
cat > /etc/slurm/slurm.conf << CONF
ClusterName=test
SlurmctldHost=$host
SlurmUser=root
AuthType=auth/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
StateSaveLocation=/var/spool/slurmctld
SlurmdSpoolDir=/var/spool/slurmd
ReturnToService=2
SelectType=select/cons_tres
NodeName=$host CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP
CONF
mkdir -p /run/munge && chown munge: /run/munge
pgrep -x munged > /dev/null || runuser -u munge -- munged
pgrep -x slurmctld > /dev/null || slurmctld
pgrep -x slurmd > /dev/null || slurmd
sinfo

work=$(mktemp -d)
sh grading/cluster/pack.sh "$work/course.tar.gz"
export COURSE="$work/course.tar.gz" SHARD=grading/cluster/shard.sh SHARDS=4
job=$(sbatch --parsable --array=1-4 --cpus-per-task=1 --mem=0 --output="$work/%A-%a.log" \
    grading/cluster/slurm.sh "$class" "$work/results" "$@")
# Kill the second shard as soon as it has written a result, and let Slurm run it again.
until ls "$work"/results/shard-2/results/*.json > /dev/null 2>&1; do sleep 1; done
scontrol requeue "${job}_2"
while squeue --noheader --job "$job" | grep -q .; do sleep 2; done
cargo course grade-merge "$work/merged" "$work"/results/shard-*
# One run, with the same archive: the course may have changed since then.
sh grading/cluster/shard.sh 1 1 "$class" "$work/one" "$@"
cargo course grade-merge "$work/whole" "$work/one/shard-1"
diff -r "$work/merged/results" "$work/whole/results"
diff "$work/merged/class.csv" "$work/whole/class.csv"
diff "$work/merged/class.html" "$work/whole/class.html"
echo "the merged results of the array are those of one run"
