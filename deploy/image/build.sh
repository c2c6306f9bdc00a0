#!/bin/bash
# Builds the image of the Dockerfile without a registry, and tries it.
#
# The base images are stood in for by images made of Debian packages, a JDK of this machine and the Liberty runtime from the
# Maven repository; they carry the names that the Dockerfile's arguments have. Then the image's root file system runs as
# its own user, read-only and with a memory limit, and has to settle a burst of events.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: deploy/image/build.sh [option...]

  --target NAME     stage of the Dockerfile: worker (default), fast-start or openj9
  --tag NAME        name of the image (default reservation-worker:TARGET)
  --memory MIB      memory limit of the trial run (default 256)
  --cpus N          CPU limit of the trial run, such as 0.5 (default: none)
  --events N        events of the trial run (default 1000), all waiting before the worker starts, 50 ms a call
  --no-run          build and show the sizes only
  --fresh           make the stand-ins anew
  --help

Needs root, Maven with a filled or reachable repository, a JDK 25 or newer (JAVA_HOME, /usr/lib/jvm) and the Debian
packages buildah, mmdebstrap, jq and unzip, which it installs when they are missing. The exit code is the sandbox's:
0 if every event ended as it must.
EOF
}

die() { echo "build.sh: $*" >&2; exit 1; }
say() { echo "== $*"; }

target=worker tag='' memory=256 cpus='' events=1000 run=yes fresh=no
while [ $# -gt 0 ]; do
  case $1 in
    --target) target=${2:?}; shift ;;
    --tag) tag=${2:?}; shift ;;
    --memory) memory=${2:?}; shift ;;
    --cpus) cpus=${2:?}; shift ;;
    --events) events=${2:?}; shift ;;
    --no-run) run=no ;;
    --fresh) fresh=yes ;;
    --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
  esac
  shift
done
case $target in worker | fast-start | openj9) ;; *) usage >&2; exit 64 ;; esac
tag=${tag:-reservation-worker:$target}

cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || die "must be root: it makes root file systems and mounts them"

# What is made on the way, kept for the next build.
work=$PWD/target/image
mkdir -p "$work"
export STORAGE_DRIVER=${STORAGE_DRIVER:-overlay} BUILDAH_ISOLATION=chroot BUILDAH_FORMAT=docker

install_missing() {
  local missing=() tool
  for tool in buildah mmdebstrap jq unzip; do
    command -v "$tool" > /dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# The newest JDK 25+ among JAVA_HOME and /usr/lib/jvm.
find_jdk() {
  local home version best='' best_version=24
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ ! -x "$home/bin/jlink" ] || [ ! -f "$home/release" ]; then continue; fi
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [ "$version" -gt "$best_version" ]; then best=$home best_version=$version; fi
  done
  [ -n "$best" ] || die "no JDK 25 or newer in JAVA_HOME or /usr/lib/jvm"
  readlink -f "$best"
}

argument() { sed -n "s/^ARG $1=//p" Dockerfile | head -n 1; }
property() { sed -n "s#.*<$1>\(.*\)</$1>.*#\1#p" pom.xml | head -n 1; }
exists() { [ "$fresh" = no ] && buildah inspect --type image "$1" > /dev/null 2>&1; }

stand_in_os() {
  local name=$1 container
  exists "$name" && return
  say "stand-in for $name: Debian packages"
  # Left out is what slim images leave out.
  # shellcheck disable=SC2016 # expanded by mmdebstrap's shell
  mmdebstrap --quiet --variant=minbase --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/*' trixie "$work/os.tar"
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/os.tar" / > /dev/null
  buildah config --cmd bash --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit --quiet --rm "$container" "$name" > /dev/null
  rm "$work/os.tar"
}

stand_in_jdk() {
  local name=$1 jdk=$2 container root
  exists "$name" && return
  say "stand-in for $name: $jdk"
  container=$(buildah from --pull-never "$(argument OS_IMAGE)")
  root=$(buildah mount "$container")
  mkdir -p "$root/opt/java"
  cp -r "$jdk" "$root/opt/java/openjdk"
  # Often a link to a file of the machine.
  cp -L --remove-destination "$jdk/lib/security/cacerts" "$root/opt/java/openjdk/lib/security/cacerts"
  buildah unmount "$container" > /dev/null
  # shellcheck disable=SC2016 # expanded by buildah
  buildah config --env JAVA_HOME=/opt/java/openjdk --env 'PATH=/opt/java/openjdk/bin:$PATH' "$container"
  buildah commit --quiet --rm "$container" "$name" > /dev/null
}

stand_in_maven() {
  local name=$1 container
  exists "$name" && return
  say "stand-in for $name: Debian's Maven"
  container=$(buildah from --pull-never "$(argument JDK_IMAGE)")
  # The runtime that Debian's Maven brings registers its manual pages, in a directory that slim images leave out.
  buildah run "$container" -- sh -c 'mkdir -p /usr/share/man/man1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends maven > /dev/null && apt-get clean'
  buildah commit --quiet --rm "$container" "$name" > /dev/null
}

# Open Liberty with every feature; its features.sh leaves those of server.xml, as installing them into the kernel would.
stand_in_liberty() {
  local name=$1 version zip root container
  exists "$name" && return
  version=$(property version.liberty)
  say "stand-in for $name: Open Liberty $version from the Maven repository"
  ./mvnw -B -q dependency:copy -Dartifact="io.openliberty:openliberty-runtime:$version:zip" \
    -DoutputDirectory="$work/liberty"
  zip=$work/liberty/openliberty-runtime-$version.zip
  container=$(buildah from --pull-never "$(argument JDK_IMAGE)")
  root=$(buildah mount "$container")
  mkdir -p "$root/opt/ol/wlp/usr/servers/defaultServer" "$root/opt/ol/wlp/output/defaultServer" "$root/opt/ol/fixes" "$root/logs"
  unzip -q "$zip" -d "$root/opt/ol"
  ln -s /opt/ol/wlp/usr/servers/defaultServer "$root/config"
  ln -s /opt/ol/wlp/output/defaultServer "$root/output"
  install -D -m 0755 deploy/image/stand-in/features.sh "$root/opt/ol/helpers/build/features.sh"
  install -D -m 0755 deploy/image/stand-in/configure.sh "$root/opt/ol/helpers/build/configure.sh"
  install -D -m 0755 deploy/image/stand-in/docker-server.sh "$root/opt/ol/helpers/runtime/docker-server.sh"
  chown -R 1001:0 "$root/opt/ol" "$root/logs"
  buildah unmount "$container" > /dev/null
  # shellcheck disable=SC2016 # expanded by buildah
  buildah config --env 'PATH=/opt/ol/wlp/bin:/opt/ol/helpers/build:/opt/ol/helpers/runtime:$PATH' \
    --env WLP_OUTPUT_DIR=/opt/ol/wlp/output --env LOG_DIR=/logs --user 1001 \
    --entrypoint '["/opt/ol/helpers/runtime/docker-server.sh"]' \
    --cmd '/opt/ol/wlp/bin/server run defaultServer' "$container"
  buildah commit --quiet --rm "$container" "$name" > /dev/null
}

build() {
  local stage=$1 name=$2 repository
  repository=$(./mvnw -q -B help:evaluate -Dexpression=settings.localRepository -DforceStdout -o 2> /dev/null || true)
  [ -d "$repository" ] || repository=$HOME/.m2/repository
  say "building $name (target $stage)"
  buildah bud --quiet --layers --pull-never --target "$stage" --tag "$name" \
    --volume "$repository:/repository" --build-arg MAVEN_OPTIONS="-Dmaven.repo.local=/repository" \
    --build-arg VERSION="$(property version | sed 's/-SNAPSHOT//')+$(git rev-parse --short=12 HEAD)" \
    --build-arg REVISION="$(git rev-parse HEAD)" .
}

mib() { awk -v bytes="$1" 'BEGIN { printf "%8.1f MB", bytes / 1000000 }'; }

# Each layer compressed as a registry stores it, and unpacked, with the instruction that made it.
sizes() {
  local name=$1 directory=$work/oci digest compressed bytes all=0 all_bytes=0 i=0
  rm -rf "$directory"
  buildah push --quiet --format oci "$name" "oci:$directory:image" > /dev/null
  blob() { echo "$directory/blobs/sha256/${1#sha256:}"; }
  local manifest config
  manifest=$(blob "$(jq -r '.manifests[0].digest' "$directory/index.json")")
  config=$(blob "$(jq -r .config.digest "$manifest")")
  mapfile -t made < <(jq -r '.history[] | select(.empty_layer | not) | .created_by // "base"' "$config" |
    sed -E 's/^\/bin\/sh -c (#\(nop\) )?//; s/ in [0-9a-f]{12}.*//; s/(file|dir|multi):[0-9a-f]+/…/' | cut -c1-100)
  printf '%11s %11s  %s\n' compressed unpacked layer
  while read -r digest compressed; do
    bytes=$(gzip -dc "$(blob "$digest")" | wc -c)
    printf '%s %s  %s\n' "$(mib "$compressed")" "$(mib "$bytes")" "${made[$i]:-}"
    all=$((all + compressed)) all_bytes=$((all_bytes + bytes)) i=$((i + 1))
  done < <(jq -r '.layers[] | "\(.digest) \(.size)"' "$manifest")
  printf '%s %s  %s\n' "$(mib "$all")" "$(mib "$all_bytes")" "$name"
  rm -rf "$directory"
}

install_missing
jdk=$(find_jdk)
stand_in_os "$(argument OS_IMAGE)"
stand_in_jdk "$(argument JDK_IMAGE)" "$jdk"
stand_in_maven "$(argument MAVEN_IMAGE)"
stand_in_liberty "$(argument LIBERTY_IMAGE)"
build "$target" "$tag"
sizes "$tag"
[ "$run" = yes ] || exit 0
build world reservation-worker:world
exec deploy/image/try.sh "$tag" reservation-worker:world "$jdk" "$memory" "$events" "$cpus"
