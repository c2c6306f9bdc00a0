#!/bin/bash
# In place of the official image's script: leaves of the whole runtime the features that the server's configuration names.
set -euo pipefail

small=$(mktemp -d)
/opt/ol/wlp/bin/server package defaultServer --include=minify --archive="$small/wlp.zip" > "$small/log" || {
  cat "$small/log" >&2
  exit 1
}
cd "$small"
jar -xf wlp.zip
for part in bin dev lib; do
  rm -rf "/opt/ol/wlp/$part"
  cp -r "wlp/$part" "/opt/ol/wlp/$part"
done
chmod -R +x /opt/ol/wlp/bin
rm -rf "$small" /opt/ol/wlp/output/defaultServer/* /opt/ol/wlp/output/.classCache
