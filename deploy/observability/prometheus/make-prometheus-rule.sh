#!/usr/bin/env bash
# Prints the PrometheusRule with the rules of reservation-worker.rules.yml, which promtool reads and kustomize cannot include:
#   deploy/observability/prometheus/make-prometheus-rule.sh > deploy/observability/prometheus-rule.yaml
# A test compares the two.
set -euo pipefail

cat << 'YAML'
# Made by prometheus/make-prometheus-rule.sh of prometheus/reservation-worker.rules.yml: change that one.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: reservation-worker
  labels:
    app.kubernetes.io/name: reservation-worker
    # What kube-prometheus-stack selects by, with its defaults: the name of its Helm release.
    release: kube-prometheus-stack
spec:
YAML
sed -n '/^groups:/,$p' "$(dirname "$0")/reservation-worker.rules.yml" | sed 's/^\(.\)/  \1/'
