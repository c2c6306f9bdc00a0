#!/bin/bash
# In place of the official image's script, which starts and stops the server to fill OpenJ9's shared class cache. The stand-in's
# JVM has none, but the server is started as there: a worker that does not start must not make an image.
set -euo pipefail

[ -f /config/server.xml ]
touch /config/server.xml
/opt/ol/wlp/bin/server start
if [ "${WARM_ENDPOINT:-true}" = true ]; then
  # With the bash of the image, which has no curl; the answer is not looked at there either.
  hostport=${WARM_ENDPOINT_URL%%/*}
  (exec 3<> "/dev/tcp/${hostport%:*}/${hostport#*:}" && printf 'GET /%s HTTP/1.0\r\n\r\n' "${WARM_ENDPOINT_URL#*/}" >&3 && cat <&3) \
    > /dev/null || echo "$WARM_ENDPOINT_URL call failed, continuing"
fi
/opt/ol/wlp/bin/server stop
rm -rf /output/messaging /logs/* && chmod -R g+rwx /output/workarea
