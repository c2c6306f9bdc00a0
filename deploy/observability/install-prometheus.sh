#!/usr/bin/env bash
# Prints the directory that holds prometheus and promtool: the installed ones, or else those of the Debian package,
# unpacked into the directory given. Nothing is installed and no service is started.
# Ends with 3, and says why, where neither is to be had.
set -euo pipefail

target=${1:?usage: install-prometheus.sh <directory to unpack into>}

if command -v prometheus > /dev/null && command -v promtool > /dev/null; then
  dirname "$(command -v prometheus)"
  exit 0
fi
if [[ -x "$target/usr/bin/prometheus" && -x "$target/usr/bin/promtool" ]]; then
  echo "$target/usr/bin"
  exit 0
fi
if ! command -v apt-get > /dev/null || ! command -v dpkg-deb > /dev/null; then
  echo "prometheus is not installed, and there is no apt-get to fetch its package with" >&2
  exit 3
fi

mkdir -p "$target"
cd "$target"
rm -f prometheus_*.deb
if ! apt-get -qq download prometheus > apt.log 2>&1; then
  if [[ $(id -u) -ne 0 ]] || ! apt-get -qq update >> apt.log 2>&1 || ! apt-get -qq download prometheus >> apt.log 2>&1; then
    echo "the package prometheus cannot be fetched: $(tail -n 1 apt.log)" >&2
    exit 3
  fi
fi
dpkg-deb --extract prometheus_*.deb .
echo "$target/usr/bin"
