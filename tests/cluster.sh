#!/bin/bash
# A real Slurm of one node, started for this test by whoever runs it: the array script of deploy/ reads a small plan. One shard
# is requeued while it works, the program of another is killed. In the end the records have the same bytes as those of one
# machine, and the account closes.
#
#   tests/cluster.sh FOLDER       the folder with vanthu; needs slurmctld, slurmd and munged (make test-cluster)
set -euo pipefail

programs=$(cd "${1:?usage: tests/cluster.sh FOLDER}" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
export PATH="$programs:$PATH:/usr/sbin"
for tool in munged slurmctld slurmd sbatch vanthu; do
    command -v "$tool" >/dev/null || { echo "error: $tool is not there" >&2; exit 3; }
done

work=$(mktemp -d /tmp/vanthu-cluster.XXXXXX)
chmod 755 "$work"
started=()
end() {
    code=$?
    if [ -n "${job:-}" ]; then
        scancel "$job" 2>/dev/null || true
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            [ -n "$(squeue -h -j "$job" 2>/dev/null)" ] || break
            sleep 1
        done
    fi
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    if [ "$code" != 0 ]; then
        tail -n 30 "$work"/*.log >&2 || true
        echo "error: the cluster failed ($code)" >&2
    fi
    rm -rf "$work"
}
trap end EXIT

user=$(id -un)
host=$(hostname -s)
export SLURM_CONF="$work/slurm.conf"
export XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config" LC_ALL=C.UTF-8
mkdir -p "$work/state" "$work/config" "$work/save" "$work/spool" "$work/munge" "$work/data/scans"
chmod 711 "$work/munge"
(umask 077 && head -c 1024 /dev/urandom >"$work/munge/key")

# Ports that nobody listens on.
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
# No cgroups and no accounting: they are the cluster's, and nothing of ours hangs on them. A requeued task waits until its former
# credential is void, two minutes where nobody says otherwise.
cat >"$SLURM_CONF" <<END
ClusterName=vanthu
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(port)
SlurmdPort=$(port)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$work/save
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
MpiDefault=none
ReturnToService=2
KillWait=2
SchedulerParameters=batch_sched_delay=1,sched_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=4000
PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE
END

munged --foreground --force --key-file "$work/munge/key" --socket "$work/munge/socket" --pid-file "$work/munge/pid" \
    --log-file "$work/munge.log" --seed-file "$work/munge/seed" --num-threads 2 2>"$work/munged.log" &
started+=($!)
slurmctld -D -L "$work/slurmctld.log" 2>/dev/null &
started+=($!)
slurmd -D -N "$host" -L "$work/slurmd.log" 2>/dev/null &
started+=($!)

until_true() { # SECONDS COMMAND...
    local last=$((SECONDS + $1))
    shift
    until "$@"; do
        if [ "$SECONDS" -ge "$last" ]; then
            echo "error: too long: $*" >&2
            squeue -r >&2 || true
            return 1
        fi
        sleep 0.2
    done
}
idle() { sinfo -h -o %T 2>/dev/null | grep -q '^idle$'; }
until_true 60 idle

cd "$work/data"
ln -s "$root/deploy" deploy
number=0
for text in "$root"/samples/*/text.txt "$root"/samples/*/text.txt "$root"/samples/*/text.txt; do
    number=$((number + 1))
    # A letter more in each, so that none is another's bytes.
    (cat "$text" && echo "Bản số $number") >"scans/$number.txt"
done
vanthu batch scans --out alone --quiet
command=$(vanthu plan scans --out out --shards 3 -o plan.json --quiet)
echo "$command"
submitted=$($command)
job=${submitted##* }

# Records of a shard that stand, by the names of their scans.
told() { ls out/*.json 2>/dev/null | wc -l; }
runs() { squeue -h -r -j "${job}_$1" -o %T 2>/dev/null | grep -q '^RUNNING$'; }
begun() { runs "$1" && [ "$(told)" -gt "$2" ]; }
until_true 120 begun 1 0
scontrol requeue "${job}_1"
echo "requeued shard 1 behind $(told) records"

# Whichever runs next is killed: the script asks for another try by itself.
killed=""
kill_one() {
    local shard pid
    for shard in 2 3 1; do
        runs "$shard" || continue
        for pid in $(pgrep -f "batch --plan plan.json --shard $shard/3" || true); do
            if [ "$(readlink "/proc/$pid/cwd")" = "$work/data" ] && [ "$(readlink "/proc/$pid/exe")" = "$programs/vanthu" ]; then
                kill -9 "$pid"
                killed=$shard
                return 0
            fi
        done
    done
    return 1
}
until_true 120 kill_one
echo "killed the program of shard $killed"
over() { [ -z "$(squeue -h -j "$job" 2>/dev/null)" ]; }
until_true 300 over

vanthu merge plan.json
diff -r --exclude .vanthu --exclude summary.html alone out
grep -h "JOB.*CANCELLED\|Killed" vanthu-"$job"_*.log | sed 's/^/  /' || true
echo "the same bytes"
