#!/bin/bash
# usage: smoke.sh IMAGE WORLD_IMAGE
#
# Starts an image as its README has it (its own user, read-only, no capabilities, 272 MiB) beside the stand-in world and has it
# settle 100 events. Exit code 0 if every event ended as it must; the worker's log is shown if not. The world is the stage of
# that name of the Dockerfile; an image that is not here is pulled. CONTAINER_TOOL is docker unless it says podman.
set -euo pipefail

image=$1 world=$2
tool=${CONTAINER_TOOL:-docker}
work=$(mktemp -d)
chmod 0777 "$work"
id=$$

# shellcheck disable=SC2317 # called by the trap
clean_up() {
  "$tool" rm --force "worker-$id" "world-$id" > /dev/null 2>&1 || true
  # Files of the world's user.
  "$tool" run --rm --volume "$work:/run/world" --entrypoint /bin/sh "$world" -c 'rm -rf /run/world/*' > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

# Both in the network of the machine: the world tells the worker addresses of 127.0.0.1.
"$tool" run --detach --name "world-$id" --network host --volume "$work:/run/world" --workdir /run/world --entrypoint java "$world" \
  --enable-native-access=ALL-UNNAMED -Xmx512m -Dsandbox.worker=external -Dsandbox.queuePort=0 -Dsandbox.inventoryPort=0 \
  -Dsandbox.reservationPort=0 -Dsandbox.events=100 -Dsandbox.rate=0 \
  -classpath '/world/test-classes:/world/classes:/world/lib/*' com.traffictacos.reservation.worker.sandbox.Sandbox > /dev/null
for _ in {1..300}; do
  [ -s "$work/target/sandbox.env" ] && break
  [ "$("$tool" inspect --format '{{.State.Running}}' "world-$id")" = true ] || break
  sleep 0.2
done
if [ ! -s "$work/target/sandbox.env" ]; then
  "$tool" logs "world-$id" >&2
  echo "smoke.sh: the world has not started" >&2
  exit 1
fi
grep -v '^JAVA_HOME=' "$work/target/sandbox.env" > "$work/worker.env"

"$tool" run --detach --name "worker-$id" --network host --memory 272m --memory-swap 272m --read-only --volume /output --volume /logs --volume /tmp --cap-drop ALL \
  --security-opt no-new-privileges --env-file "$work/worker.env" "$image" > /dev/null

# The world ends by itself once all is settled; a worker that ends or hangs does not bring that about.
if timeout 180 "$tool" wait "world-$id" > "$work/exit" && [ "$(cat "$work/exit")" = 0 ]; then
  "$tool" logs --tail 20 "world-$id" 2>&1 | sed -n '/^  sent/,$p'
  exit 0
fi
"$tool" logs --tail 20 "world-$id" >&2
"$tool" logs --tail 60 "worker-$id" >&2
echo "smoke.sh: $image has not settled 100 events" >&2
exit 1
