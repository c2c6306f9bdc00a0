#!/bin/bash
# In place of the official image's start script, with what it demands of the file system.
set -euo pipefail

keystore=/config/configDropins/defaults/keystore.xml
[ -e "$keystore" ] || echo '<server/>' > "$keystore"
exec "$@"
