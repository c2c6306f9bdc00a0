#!/bin/bash
# Runs the worker on a burst of events in the stand-in world and lets its JVM write an AOT cache to the given file.
# Runs at image build, in an image that is thrown away. Fails unless every event ended as it must.
set -euo pipefail

cache=$1
work=$(mktemp -d)
cd "$work"

# The sandbox ends by itself once every event has ended, and says by its exit code whether all is right.
timeout 300 /opt/jdk/bin/java --enable-native-access=ALL-UNNAMED -Xmx512m \
  -Dsandbox.worker=external -Dsandbox.events=1000 -Dsandbox.rate=0 -Dsandbox.latency=5ms \
  -classpath "/opt/world/test-classes:/opt/world/classes:/opt/world/lib/*" \
  com.traffictacos.reservation.worker.sandbox.Sandbox &
world=$!
worker=
trap 'kill "$world" ${worker:+"$worker"} 2>/dev/null || true' EXIT

for _ in {1..600}; do
  [ -s target/sandbox.env ] && break
  kill -0 "$world"
  sleep 0.2
done

# The settings of the world, but this image's own Java.
grep -v '^JAVA_HOME=' target/sandbox.env > worker.env
set -a
# shellcheck disable=SC1091 # made by the sandbox
. ./worker.env
set +a
mkdir "$work/output"
WLP_OUTPUT_DIR="$work/output" LOG_DIR="$work/logs" JVM_ARGS="-XX:AOTCacheOutput=$cache" \
  /usr/local/bin/start run defaultServer > worker.log 2>&1 &
worker=$!

settled=0
wait "$world" || settled=$?
kill -TERM "$worker"
wait "$worker" || true
if [ "$settled" -ne 0 ] || [ ! -s "$cache" ]; then
  tail -n 40 worker.log >&2
  echo "train.sh: no cache was made (sandbox ended with $settled)" >&2
  exit 1
fi
ls -l "$cache"
