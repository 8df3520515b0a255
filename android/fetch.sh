#!/bin/bash
# Fetches what the app is built and tested with into .deps/android, each file pinned by its hash in fetch.txt, and says
# where it is. Files that are there are not fetched again. Maven fetches, from the repository that it is set up for.
# Ends with 77 and a sentence when a file cannot be had.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
store=${ANDROID_STORE:-$here/../.deps/android}
mkdir -p "$store" || exit 77
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# is HASH FILE: whether the file is the one that fetch.txt describes.
is() { [ -f "$2" ] && echo "$1  $2" | sha256sum --status -c -; }

# item PATH: the file of a repository as Maven's plugin wants it named: group/artifact/version/artifact-version-kind.jar.
item() {
  local file=${1##*/} folder=${1%/*} version artifact group rest
  version=${folder##*/} folder=${folder%/*}
  artifact=${folder##*/} group=${folder%/*}
  rest=${file#"$artifact-$version"}
  echo "<artifactItem><groupId>${group//\//.}</groupId><artifactId>$artifact</artifactId><version>$version</version>"
  echo "<type>${file##*.}</type><classifier>$(sed 's/^-//; s/\.[a-z]*$//' <<<"$rest")</classifier></artifactItem>"
}

wanted=$(grep -v '^#' "$here/fetch.txt" | grep .)
missing=''
while read -r hash path; do
  is "$hash" "$store/${path##*/}" || missing="$missing$hash $path"$'\n'
done <<<"$wanted"
if [ -n "$missing" ]; then
  command -v mvn >/dev/null || { echo "android: Maven is not installed. Install the package maven." >&2; exit 77; }
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>segme</groupId><artifactId>android</artifactId>'
    echo '<version>1</version><build><plugins><plugin><groupId>org.apache.maven.plugins</groupId>'
    echo '<artifactId>maven-dependency-plugin</artifactId><version>3.6.1</version><configuration><artifactItems>'
    while read -r _ path; do [ -z "$path" ] || item "$path"; done <<<"$missing"
    echo '</artifactItems></configuration></plugin></plugins></build></project>'
  } >"$scratch/pom.xml"
  if ! timeout 900 mvn -q -B -f "$scratch/pom.xml" dependency:copy -DoutputDirectory="$scratch/files" >"$scratch/log" 2>&1; then
    grep -m 3 ERROR "$scratch/log" >&2
    echo "android: Maven cannot fetch the libraries of fetch.txt. Check the network and Maven's settings." >&2
    exit 77
  fi
  while read -r hash path; do
    [ -n "$path" ] || continue
    if ! is "$hash" "$scratch/files/${path##*/}"; then
      echo "android: ${path##*/} is not the file that fetch.txt describes (another sha256), and is not used." >&2
      exit 1
    fi
    mv "$scratch/files/${path##*/}" "$store/"
  done <<<"$missing"
fi
(CDPATH='' cd -- "$store" && pwd -P)
