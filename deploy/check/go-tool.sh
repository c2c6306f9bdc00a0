#!/usr/bin/env bash
# usage: go-tool.sh NAME
#
# Prints the path of a tool that the checks use, built by `go install` into target/check/bin unless it is there. Ends with 3,
# and says so, where there is no Go or the module cannot be fetched.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Raised by hand, see .github/dependabot.yml.
case $1 in
  actionlint) module=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 ;;
  kubeconform) module=github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0 ;;
  grpcurl) module=github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4 ;;
  *) echo "go-tool.sh: no tool $1" >&2; exit 64 ;;
esac
bin=$PWD/target/check/bin
# The version is part of the path, so that another one is built when it changes.
tool=$bin/${module##*@}/$1
if [ ! -x "$tool" ]; then
  command -v go > /dev/null || { echo "$1 is built by Go, which is not installed" >&2; exit 3; }
  mkdir -p "$bin"
  GOBIN=${tool%/*} GOFLAGS=-mod=mod go install "$module" > "$bin/$1.log" 2>&1 || {
    echo "$module cannot be built: $(tail -n 1 "$bin/$1.log")" >&2
    exit 3
  }
fi
echo "$tool"
