#!/bin/bash
# The documentation builds into a site, and no reference of a page leads nowhere.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
command -v doxygen >/dev/null || {
  echo 'skipped: doxygen is not installed (Debian package doxygen)'
  exit 77
}
out=$PWD/site
"$root/tools/site.sh" "$out" >said.txt 2>&1 || complain "$(cat said.txt)"
for page in index md_docs_pictures segme_8h classsegme_1_1Pipeline; do
  [ -s "$out/$page.html" ] || complain "the site has no page $page"
done
for page in "$root"/docs/*.md; do
  name=$(basename "$page" .md)
  [ -s "$out/md_docs_${name//-/_}.html" ] ||
    complain "the site has no page of docs/$name.md: docs/site/Doxyfile lists the pages"
done
grep -q 'Draws .*, which has its size' "$out/segme_8h.html" || complain 'the reference of segme.h does not say what its functions do'
grep -q 'Milliseconds of the last process' "$out/structsegme_1_1StageTimes.html" || complain 'the reference of C++ says nothing'
grep -q 'segme_pipeline_new' "$out/segme_8h.html" || complain 'the reference of segme.h lacks segme_pipeline_new'
exit "$status"
