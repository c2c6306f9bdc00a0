#!/usr/bin/env bash
# The dashboard's figures on this machine, with one command: starts the sandbox with a worker in it and a Prometheus that
# scrapes it, and prints every panel every five seconds. Ctrl-C ends all three.
#
#   deploy/observability/look.sh [-Dsandbox.rate=50 -Dsandbox.failures=0.05 ...]
#
# Grafana is no Debian package. Where there is one, import grafana/reservation-worker.json and give it the address of
# Prometheus that this script prints.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
port=${PROMETHEUS_PORT:-9090}
every=${EVERY:-5}
work=$root/target/look
mkdir -p "$work"

tools=$("$here/install-prometheus.sh" "$root/target/prometheus-package" | tail -n 1)
pids=()
stop() {
  trap - EXIT INT TERM
  # Not INT: what a script starts in the background ignores it. The sandbox is a group of its own: Maven, it, and the worker.
  for pid in "${pids[@]}"; do
    kill -TERM -- "-$pid" 2> /dev/null || kill -TERM "$pid" 2> /dev/null || true
  done
  wait
}
trap stop EXIT INT TERM HUP

cd "$root"
echo "building the worker and starting the sandbox; its output goes to $work/sandbox.log"
# In a session of its own: one signal then reaches Maven, the sandbox and the worker.
setsid ./mvnw -B -ntp -Psandbox "$@" > "$work/sandbox.log" 2>&1 &
sandbox=$!
pids+=("$sandbox")
while ! worker=$(grep -m 1 -o 'starts at http://[0-9.:]*' "$work/sandbox.log"); do
  kill -0 "$sandbox" 2> /dev/null || { tail -n 20 "$work/sandbox.log"; exit 1; }
  sleep 1
done

cat > "$work/prometheus.yml" << YAML
global:
  scrape_interval: 2s
  evaluation_interval: 5s
rule_files:
  - $here/prometheus/reservation-worker.rules.yml
scrape_configs:
  - job_name: reservation-worker
    static_configs:
      - targets: ["${worker#starts at http://}"]
YAML
rm -rf "$work/data"
"$tools/prometheus" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
  --web.listen-address="127.0.0.1:$port" > "$work/prometheus.log" 2>&1 &
pids+=($!)

# Titles and queries of the dashboard, a tab between them.
panels() {
  awk '
    function text(line) {
      sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); gsub(/\\"/, "\"", line); return line
    }
    /^      "title":/ { title = text($0) }
    /^          "expr":/ { expr[++n] = text($0) }
    /^          "legendFormat":/ { legend[n] = text($0) }
    /^    },?$/ { for (i = 1; i <= n; i++) print title "\t" expr[i]; n = 0 }
    END { }
  ' "$here/grafana/reservation-worker.json"
}

while kill -0 "$sandbox" 2> /dev/null; do
  sleep "$every"
  {
    printf '\n%s  worker %s  Prometheus http://127.0.0.1:%s\n' "$(date +%T)" "${worker#starts at }" "$port"
    last=
    while IFS=$'\t' read -r title query; do
      [[ $title == "$last" ]] || printf '%s\n' "$title"
      last=$title
      query=${query//\$__rate_interval/1m}
      query=${query//\$pod/.*}
      query=${query//\$namespace/.*}
      "$tools/promtool" query instant "http://127.0.0.1:$port" "$query" 2> /dev/null \
        | sed -E 's/ @\[[0-9.]+\]$//; s/(instance|job)="[^"]*",? ?//g; s/, \}/}/; s/^\{\} =>/=>/; s/^/    /' || true
    done < <(panels)
    firing=$("$tools/promtool" query instant "http://127.0.0.1:$port" 'ALERTS{alertstate="firing"}' 2> /dev/null || true)
    printf 'Alerts\n    %s\n' "${firing:-none}"
  } > "$work/panels.txt"
  cat "$work/panels.txt"
done
