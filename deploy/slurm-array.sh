#!/bin/bash
# A batch over a cluster with Slurm: one task of the array reads one shard of a plan.
#
#   vanthu plan SCANS --out RECORDS --shards 200 -o plan.json
#   sbatch --array=1-200 deploy/slurm-array.sh plan.json
#   vanthu merge plan.json                # the account, and the very command for what is missing
#
# Scans, records and the plan lie where all nodes see them. A shard that is killed, preempted or requeued goes on where it
# stood; two that run at once do no harm.
#
# Scans and records may be in an S3 store instead (s3://BUCKET/SCANS, s3://BUCKET/RECORDS; the plan stays a file), where vanthu was built with
# stores: AWS_ENDPOINT_URL and the keys in the environment of sbatch are handed on to the tasks. See docs/batch.md.
#
# An array may have no more tasks than MaxArraySize (scontrol show config; 1001 where nobody changed it). Shards beyond that
# are started with an offset, as `vanthu plan` and `vanthu merge` print it:
#   sbatch --array=1-500 --export=ALL,VANTHU_OFFSET=1000 deploy/slurm-array.sh plan.json
#
#SBATCH --job-name=vanthu
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
# A worker of the engine takes up to 350 MB, the program itself a few hundred.
#SBATCH --mem=1500M
#SBATCH --time=08:00:00
# After a preemption or the loss of a node the task runs again, and writes behind what it wrote before.
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=vanthu-%A_%a.log

set -u

plan=${1:?usage: sbatch --array=1-SHARDS slurm-array.sh PLAN}
vanthu=${VANTHU:-vanthu}
shards=$(sed -n 's/^ *"shards": *\([0-9][0-9]*\),* *$/\1/p' "$plan" | head -n 1)
shard=$((${VANTHU_OFFSET:-0} + ${SLURM_ARRAY_TASK_ID:?this is a script for sbatch --array}))
if [ "$shard" -gt "${shards:?$plan is no plan}" ]; then
    echo "there are $shards shards and no shard $shard" >&2
    exit 0
fi

# The journal only saves looking, so it may be lost with the node: it must not lie on a network. Scans of a store are staged there too.
export XDG_STATE_HOME=${SLURM_TMPDIR:-${TMPDIR:-/tmp}}/vanthu-${USER:-user}

"$vanthu" batch --plan "$plan" --shard "$shard/$shards" --jobs "${SLURM_CPUS_PER_TASK:-1}"
code=$?

case $code in
# Done. What became of single files is for `vanthu merge` to say.
0) exit 0 ;;
# Arguments, what is not installed, another program than that of the plan, files that are not as planned: another try will
# not help.
2 | 3 | 8 | 9) exit "$code" ;;
# Whatever it was, it may have been this node; three times at most.
*)
    if [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
        scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
    fi
    exit "$code"
    ;;
esac
