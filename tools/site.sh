#!/bin/bash
# site.sh [OUT]: makes a site of README, docs/ and the API reference of segme.h and the public C++ headers: OUT/index.html
# (build-site/ where no other place is named). Ends with an error when a page has a reference that leads nowhere.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
out=${1:-build-site}
command -v doxygen >/dev/null || {
  echo 'segme: cannot make the site: doxygen is not installed. Install the Debian package doxygen.' >&2
  exit 6
}
mkdir -p "$out" || exit 4
version=$(sed -n 's/^project(segme VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
{
  cat docs/site/Doxyfile
  printf 'OUTPUT_DIRECTORY = "%s"\nPROJECT_NUMBER = %s\n' "$out" "$version"
} | doxygen - 2>"$out/warnings.txt" >"$out/log.txt" || {
  tail -n 5 "$out/warnings.txt" >&2
  exit 1
}
if grep -v '^$' "$out/warnings.txt" | grep -E 'unable to resolve|image file .* is (not found|ambiguous)|unexpected|argument' >&2; then
  echo "segme: the site has the faults above: a reference that leads nowhere, or a comment that does not fit. It is in $out/." >&2
  exit 1
fi
echo "The site is in $out/index.html"
