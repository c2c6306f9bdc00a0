#!/bin/bash
# usage: try.sh IMAGE WORLD_IMAGE JDK MEMORY_MIB EVENTS [CPUS]
#
# Runs the image's root file system as Kubernetes would: the image's own user, read-only but for /output, /logs and /tmp,
# no capabilities, no way to gain any, a memory limit with no swap. It has to settle a burst of events from the sandbox.
# The exit code is the sandbox's.
set -euo pipefail

image=$1 world=$2 jdk=$3 memory=$4 events=$5 cpus=${6:-}
port=8040
work=$(mktemp -d)
worker='' sandbox='' groups=() mounted=()

# shellcheck disable=SC2317 # called by the trap
clean_up() {
  local item
  [ -z "$sandbox" ] || kill "$sandbox" 2> /dev/null || true
  [ -z "$worker" ] || kill -KILL "$worker" 2> /dev/null || true
  wait 2> /dev/null || true
  for item in "${groups[@]}"; do rmdir "$item" 2> /dev/null || true; done
  for item in "${mounted[@]}"; do buildah rm "$item" > /dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT

# The image's root file system at the path that is left in $root.
mount_image() {
  local container
  container=$(buildah from --pull-never "$1")
  mounted+=("$container")
  root=$(buildah mount "$container")
}

# A control group with the limits; its processes file is left in $procs. Both versions of the kernel's interface are known.
limit() {
  local group
  procs=()
  if [ -w /sys/fs/cgroup/memory/memory.limit_in_bytes ]; then
    group=/sys/fs/cgroup/memory/reservation-worker-$$
    mkdir "$group" && groups+=("$group") && procs+=("$group/cgroup.procs")
    echo "${memory}M" > "$group/memory.limit_in_bytes"
    echo "${memory}M" > "$group/memory.memsw.limit_in_bytes" 2> /dev/null || true
    peak=$group/memory.max_usage_in_bytes
    if [ -n "$cpus" ]; then
      group=/sys/fs/cgroup/cpu/reservation-worker-$$
      mkdir "$group" && groups+=("$group") && procs+=("$group/cgroup.procs")
      awk -v n="$cpus" 'BEGIN { print int(n * 100000) }' > "$group/cpu.cfs_quota_us"
    fi
  elif grep -qw memory /sys/fs/cgroup/cgroup.subtree_control 2> /dev/null; then
    group=/sys/fs/cgroup/reservation-worker-$$
    mkdir "$group" && groups+=("$group") && procs+=("$group/cgroup.procs")
    echo "${memory}M" > "$group/memory.max"
    echo 0 > "$group/memory.swap.max" 2> /dev/null || true
    peak=$group/memory.peak
    [ -z "$cpus" ] || awk -v n="$cpus" 'BEGIN { print int(n * 100000), 100000 }' > "$group/cpu.max"
  else
    echo "try.sh: no memory control group here; the run goes without the limit, compare the peak below with it"
  fi
}

setting() { buildah inspect --type image "$image" | jq -r ".Docker.config.$1"; }

mount_image "$world"
world_root=$root
mount_image "$image"

# What the image must not hold.
for spare in bin/mvn usr/bin/mvn usr/bin/javac opt/java/bin/javac work; do
  if [ -e "$root/$spare" ]; then echo "try.sh: the image holds /$spare" >&2; exit 1; fi
done

# A port that nobody listens at.
free_port() {
  local port=$((20000 + RANDOM % 10000))
  while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do port=$((port + 1)); done
  echo "$port"
}

(
  cd "$work"
  exec timeout 300 "$jdk/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m -Dsandbox.worker=external \
    -Dsandbox.queuePort=0 -Dsandbox.inventoryPort=0 -Dsandbox.reservationPort=0 \
    -Dsandbox.events="$events" -Dsandbox.rate=0 -Dsandbox.latency=50ms \
    -classpath "$world_root/world/test-classes:$world_root/world/classes:$world_root/world/lib/*" \
    com.traffictacos.reservation.worker.sandbox.Sandbox
) > "$work/sandbox.log" 2>&1 &
sandbox=$!
until [ -s "$work/target/sandbox.env" ]; do
  kill -0 "$sandbox" || { cat "$work/sandbox.log" >&2; exit 1; }
  sleep 0.2
done
sleep 0.5

# The image's own environment, then the world's; the world's JAVA_HOME is for a worker of the build.
SERVER_PORT=$(free_port)
GRPC_DEBUG_PORT=$(free_port)
export SERVER_PORT
mapfile -t environment < <(
  setting 'Env[]'
  grep -v '^JAVA_HOME=' "$work/target/sandbox.env"
)
environment+=("SERVER_PORT=$SERVER_PORT" "GRPC_DEBUG_PORT=$GRPC_DEBUG_PORT")
mapfile -t command < <(setting 'Entrypoint[]' && setting 'Cmd[]')
IFS=: read -r user group <<< "$(setting User)"
group=${group:-0}
echo "== $image as $user:$group, read-only, $memory MiB${cpus:+, $cpus CPUs}: ${command[*]}"

procs=() peak=''
limit
# The writable paths are directories on disk: what lies in a tmpfs counts towards the memory limit.
# Runs as process 1 of its own process namespace, as in a container, and becomes the image's command.
# shellcheck disable=SC2016 # the variables are the script's own
inside='
  set -eu
  root=$1 user=$2 group=$3 procs=$4 volumes=$5
  shift 5
  for file in $procs; do echo 0 > "$file"; done
  mount --bind "$root" "$root"
  mount -o remount,bind,ro "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount -t tmpfs -o mode=0755 none "$root/dev"
  for device in null zero random urandom; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  for path in /output /logs /tmp; do
    mkdir -p "$volumes$path"
    chown "0:$group" "$volumes$path"
    chmod 0770 "$volumes$path"
    mount --bind "$volumes$path" "$root$(chroot "$root" realpath "$path")"
  done
  if touch "$root/opt/written" 2> /dev/null; then echo "the root is not read-only" >&2; exit 1; fi
  exec setpriv --no-new-privs /usr/sbin/chroot --userspec="$user:$group" --groups= "$root" /usr/bin/env -i --chdir=/output "$@"
'
started=$(date +%s%3N)
unshare --mount --pid --fork --kill-child bash -c "$inside" worker "$root" "$user" "$group" "${procs[*]}" \
  "$work/volumes" "${environment[@]}" "${command[@]}" > "$work/worker.log" 2>&1 &
worker=$!

ready=''
until [ -n "$ready" ]; do
  if ! kill -0 "$worker" 2> /dev/null || [ $(($(date +%s%3N) - started)) -gt 180000 ]; then
    tail -n 40 "$work/worker.log" >&2
    echo "try.sh: the worker is not ready" >&2
    exit 1
  fi
  if deploy/image/health.sh /health/ready 2> /dev/null; then ready=$(($(date +%s%3N) - started)); else sleep 0.1; fi
done
java=$(pgrep -P "$worker")

result=0
wait "$sandbox" || result=$?
sandbox=''

tail -n 30 "$work/sandbox.log" | sed -n '/^  sent/,$p'
identity=$(awk '/^Uid/ { uid = $2 } /^Gid/ { gid = $2 } /^CapEff/ { caps = $2 } END { print uid ":" gid ", capabilities " caps }' "/proc/$java/status")
resident=$(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$java/status")
printf '  %-36s %s\n' 'process 1 ran as' "$identity"
printf '  %-36s %s.%03d s\n' 'start to ready' $((ready / 1000)) $((ready % 1000))
printf '  %-36s %s MiB\n' 'peak resident memory' "$resident"
[ ! -r "$peak" ] || printf '  %-36s %s MiB of %s\n' 'peak of the memory limit used' $(($(cat "$peak") / 1048576)) "$memory"
printf '  %-36s %s\n' 'health check of the image' "$(deploy/image/health.sh /health/live && echo healthy)"
stopping=$(date +%s%3N)
kill -TERM "$java"
stopped=0
wait "$worker" || stopped=$?
worker=''
printf '  %-36s exit code %s after %s ms\n' 'SIGTERM' "$stopped" $(($(date +%s%3N) - stopping))
cp "$work/worker.log" target/image/worker.log
exit "$result"
