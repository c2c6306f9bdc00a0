#!/bin/bash
# The image's entry point. A new pod's output directory is empty: it gets what the first start at image build has left.
set -euo pipefail

if [ ! -e "$WLP_OUTPUT_DIR/defaultServer" ]; then
  # Without it the server starts all the same, two seconds later.
  cp -rp --no-preserve=ownership /opt/ol/started/defaultServer "$WLP_OUTPUT_DIR/" || true
fi
# The server's script replaces itself by the JVM, which then is process 1 and gets the signals.
exec /opt/ol/wlp/bin/server "$@"
