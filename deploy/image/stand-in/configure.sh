#!/bin/bash
# In place of the official image's script, which fills OpenJ9's shared class cache; the stand-in's JVM has none.
set -euo pipefail

[ -f /config/server.xml ]
