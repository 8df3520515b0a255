#!/bin/bash
# Documents can be read: lines of at most 120 characters, sentences of at most 45 words, links that lead somewhere,
# blocks of commands that a test runs or that say why not, and figures in README that a script measured.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || {
  echo 'skipped: python3 is not installed (Debian package python3)'
  exit 77
}
files '*.md' | python3 "$(dirname "$0")/plain_words.py" "$root" || status=1
exit "$status"
