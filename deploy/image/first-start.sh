#!/bin/bash
# Starts the worker once at image build, in an image that is thrown away, and leaves what the server has worked out about its
# features and bundles in the given directory. A start that finds it is two seconds shorter. Nothing is listening at the
# addresses, and nothing of them is kept.
set -euo pipefail

kept=$1
log=$(mktemp)
SQS_QUEUE_URL=http://127.0.0.1:9/0/events SQS_DLQ_URL=http://127.0.0.1:9/0/letters AWS_REGION=us-east-1 \
  AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none /opt/ol/wlp/bin/server run defaultServer > "$log" 2>&1 &
worker=$!
# CWWKF0011I: the server is ready.
for _ in {1..600}; do
  grep -q CWWKF0011I "$log" && break
  kill -0 "$worker" || break
  sleep 0.2
done
if ! grep -q CWWKF0011I "$log"; then
  tail -n 40 "$log" >&2
  echo "first-start.sh: the server has not started" >&2
  exit 1
fi
kill -TERM "$worker"
wait "$worker" || true
mkdir -p "$kept"
cp -rp "$WLP_OUTPUT_DIR/defaultServer" "$kept/"
# Whatever user of the root group reads it.
chmod -R g+rX "$kept"
