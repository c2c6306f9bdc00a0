#!/bin/bash
# The image's entry point. A new pod's output directory is empty: it gets what the first start at image build has left.
set -euo pipefail

# With fewer the server starts without parts of itself and never loads the application, so the worker's own check (64 beside
# the pool and what is open already) is never reached. Exit code 70, as for anything else that keeps it from being watched.
files=$(ulimit -n)
if [ "$files" != unlimited ] && [ "$files" -lt 1024 ]; then
  printf '{"ts":"%s","level":"error","msg":"%s","remedy":"%s"}\n' "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" \
    "the worker takes no messages and ends: the process may open $files files" \
    "raise the limit of open files (ulimit -n) to 1024 or more"
  exit 70
fi

if [ ! -e "$WLP_OUTPUT_DIR/defaultServer" ]; then
  # Without it the server starts all the same, two seconds later.
  cp -rp --no-preserve=ownership /opt/ol/started/defaultServer "$WLP_OUTPUT_DIR/" || true
fi
# The server's script replaces itself by the JVM, which then is process 1 and gets the signals.
exec /opt/ol/wlp/bin/server "$@"
