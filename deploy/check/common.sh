# What aws.sh and kubernetes.sh have in common; they set $work, a directory, and $against, what they check against.
# shellcheck shell=bash disable=SC2034,SC2154 # set there, or used there

failed=0

skip() { echo "SKIPPED, nothing was checked against $against: $*"; exit 3; }
say() { printf '%-6s %s\n' "$1" "$2"; }

# check TEXT COMMAND...: one line; what the command printed if it failed.
check() {
  local text=$1
  shift
  if "$@" > "$work/output" 2>&1; then
    say ok "$text"
  else
    say WRONG "$text"
    cat "$work/output"
    failed=1
  fi
}

# documented FILE TEXT: the commands of a document's shell blocks that begin with the text, continued lines joined, comments at
# their ends left out. It is an error if there is none: then the check would check nothing. DocumentedCommandsTest looks for these
# calls, so that FILE and TEXT are written out.
# shellcheck disable=SC2016 # the backquotes are Markdown's
documented() {
  sed -n '/^```sh$/,/^```$/p' "$1" | sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' -e 's/  *  # .*//' | grep "^$2" ||
    { echo "$1 has no command that begins with: $2" >&2; return 1; }
}
