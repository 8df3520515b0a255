#!/bin/bash
# shellcheck disable=SC2034 # status is for those who source this
# For the house tests: root is the tree to hold against the rules, files lists what is in it.
root=${1:?give the root of the tree}
status=0

# files GLOB...: the files of the project (those git knows or would add) whose names match, each once.
files() {
  if [ -e "$root/.git" ] && git -C "$root" rev-parse >/dev/null 2>&1; then
    git -C "$root" ls-files --cached --others --exclude-standard -- "$@" | while IFS= read -r name; do
      [ -f "$root/$name" ] && printf '%s\n' "$name"
    done
  else
    local glob
    for glob in "$@"; do
      (cd "$root" && find . \( -path './build*' -o -path ./.deps -o -path ./.cache -o -path ./runs \) -prune -o \
        -type f \( -path "./$glob" -o -name "${glob##*/}" \) -print |
        sed 's|^\./||')
    done | sort -u
  fi
}

# links: the symbolic links among what git knows or would add.
links() {
  if [ -e "$root/.git" ] && git -C "$root" rev-parse >/dev/null 2>&1; then
    git -C "$root" ls-files --cached --others --exclude-standard | while IFS= read -r name; do
      [ -L "$root/$name" ] && printf '%s\n' "$name"
    done
  else
    (cd "$root" && find . \( -path './build*' -o -path ./.deps -o -path ./.cache -o -path ./runs \) -prune -o -type l -print |
      sed 's|^\./||')
  fi
}

complain() {
  printf '%s\n' "$*"
  status=1
}
