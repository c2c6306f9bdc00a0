#!/bin/bash
# Exits 0 if the worker answers the given path with 200. The image has no curl; bash opens the connection itself.
set -euo pipefail

path=${1:-/health/live}
exec 3<>"/dev/tcp/127.0.0.1/${SERVER_PORT:-8040}"
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$path" >&3
read -r -t 2 status <&3
[[ "$status" == HTTP/1.?\ 200* ]] || { echo "$path: $status" >&2; exit 1; }
