#!/bin/bash
# Each house rule finds the violation that is planted for it, and finds nothing in the same tree without it.
# shellcheck source=tests/house/lib.sh
. "$(dirname "$0")/lib.sh"
house=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d) && cd "$scratch" || exit 1  # wherever it is started from
trap 'rm -rf "$scratch"' EXIT

# A small tree that keeps every rule.
plant() {
  rm -rf tree
  mkdir -p tree/src/base tree/src/capture/png tree/src/infer tree/tests/base
  printf '// base/image\n#pragma once\n#include <vector>\nnamespace segme {\nstruct Image {\n};\n}\n' >tree/src/base/image.h
  printf '// capture/png\n#include <png.h>\n#include "base/image.h"\n' >tree/src/capture/png/decode.cpp
  printf '// infer/card\n#include "base/image.h"\n#include <nlohmann/json.hpp>\n#include <sys/stat.h>\n' >tree/src/infer/card.cpp
  printf '// tests/base/image\n' >tree/tests/base/image_test.cpp
  mkdir -p tree/docs/decisions tree/models/one tree/tools
  printf '# Tree\n\nA page. See [here](README.md#tree). It is 96.82 %% good.\n\n```\nsegme image photo.jpg\n```\n' >tree/README.md
  printf '# 001\n\n## Context\n\n## Choice\n\n## Consequences\n' >tree/docs/decisions/001-one.md
  printf '# One\n' >tree/models/one/README.md
  printf '\n## %s\n' 'Intended use' Data Training Licence Metrics Limits >>tree/models/one/README.md
  # What makes the page of figures.
  printf '{}\n' >tree/docs/figures.json
  printf '# tools/benchmarks_page: one table\nimport sys\nif len(sys.argv) < 3: print("# Figures\\n\\nOne. Two. Three.\\n\\n| IoU |\\n|---|\\n| 96.82 |")\n' >tree/tools/benchmarks_page.py
  ! command -v python3 >/dev/null || python3 tree/tools/benchmarks_page.py >tree/docs/benchmarks.md
}

# finds RULE WHAT: the rule fails on the tree as it is now.
finds() {
  bash "$house/$1.sh" "$PWD/tree" >said 2>&1 && complain "$1 did not find: $2"
  plant
}

plant
rules='layers line_cap one_definition small_files library_words first_words test_mirror no_leftovers root_is_tidy'
! command -v python3 >/dev/null || rules="$rules plain_words"
for rule in $rules; do
  bash "$house/$rule.sh" "$PWD/tree" >said 2>&1 || complain "$rule complains of a tree that keeps it: $(cat said)"
done

echo '#include "infer/card.h"' >>tree/src/base/image.h
: >tree/src/infer/card.h
finds layers 'an arrow that points upward'
printf '// x\n#include "capture/a.h"\n' >tree/src/infer/x.cpp
echo '// a' >tree/src/capture/a.h
finds layers 'a sibling that includes a sibling'
echo '#include "base/nothing.h"' >>tree/src/infer/card.cpp
finds layers 'an include of a file that is not there'
echo '#include <png.h>' >>tree/src/infer/card.cpp
finds layers 'a third party outside its folder'
echo '#include <nlohmann/json.hpp>' >>tree/src/base/image.h
finds layers 'a third party in a header of ours'
printf '// h\n#include <png.h>\n' >tree/src/capture/png/raw.h
printf '// c\n#include "capture/png/raw.h"\n' >tree/src/capture/all.cpp
finds layers 'a party that leaves its folder through a header'
echo '#include <boost/any.hpp>' >>tree/src/infer/card.cpp
finds layers 'a third party that no table knows'
printf '// infer/card\n#include <vector>\n' >tree/src/infer/card.cpp
finds layers 'a permission that nobody uses'
mkdir tree/src/extra && echo '#include <vector>' >tree/src/extra/x.cpp
finds layers 'a folder that is no layer'
echo '#include <CLI/CLI.hpp>' >>tree/src/infer/card.cpp
finds layers 'a shared party in a layer that it is not for'
seq 400 | sed 's|^|// |' >>tree/src/infer/card.cpp
finds line_cap 'a file of more than 400 lines'
printf 'namespace segme {\nstruct Box {\n};\n}\n' | tee -a tree/src/base/image.h >tree/src/infer/card.h
finds one_definition 'one type in two headers'
for i in $(seq 26); do echo '// x' >"tree/src/base/yuv_$i.cpp"; done
finds small_files 'a folder of many files that begin alike'
for i in 1 2 3 4; do seq 61 | sed 's|^|// |' >"tree/src/base/$i.cpp"; done
finds small_files 'files that are long by half'
echo 'const char* advice = "Give another --encoder.";' >>tree/src/infer/card.cpp
finds library_words 'a flag in the library'
echo 'void f() { std::puts("done"); }' >>tree/src/infer/card.cpp
finds library_words 'a library that prints'
echo '#pragma once' >tree/src/base/bare.h
finds first_words 'a file that does not say what it is'
mkdir tree/tests/nothing && echo '// x' >tree/tests/nothing/x_test.cpp
finds test_mirror 'a test of a folder that is not there'
echo '// x' >tree/src/base/other.cpp && mkdir tree/tests/infer && echo '// x' >tree/tests/infer/other_test.cpp
finds test_mirror 'a test in the folder of another layer'
echo '// TODO: later' >>tree/src/infer/card.cpp
finds no_leftovers 'a note to self'
echo '// see /home/me/notes' >>tree/src/infer/card.cpp
finds no_leftovers 'a path of one machine'
echo 'a trial' >tree/said
finds root_is_tidy 'a file that somebody left at the root'
ln -s /elsewhere tree/src/base/there
finds root_is_tidy 'a link'
if command -v python3 >/dev/null; then
  { printf '%.0sword ' $(seq 25); } >>tree/README.md
  finds plain_words 'a line of more than 120 characters'
  for _ in $(seq 23); do echo 'two words' >>tree/README.md; done
  finds plain_words 'a sentence of more than 45 words'
  echo '[nowhere](docs/nothing.md)' >>tree/README.md
  finds plain_words 'a link that leads nowhere'
  echo '[no heading](README.md#nothing)' >>tree/README.md
  finds plain_words 'a link to a heading that is not there'
  printf '```\ncmake --build build\n```\n' >>tree/README.md
  finds plain_words 'a command that nothing runs'
  printf '```sh\nsegme image photo.jpg\n```\n' >>tree/README.md
  finds plain_words 'a command where no test looks for it'
  printf '```\nsegme image photo.jpg\n```\n' >tree/CONTRIBUTING.md
  finds plain_words 'a command on a page that no test reads'
  sed -i 's/96.82/97.82/' tree/README.md
  finds plain_words 'a figure that no script made'
  echo '140 of them.' >>tree/README.md
  finds plain_words 'a whole number that no script made'
  sed -i 's/96.82/97.82/' tree/docs/benchmarks.md tree/README.md
  finds plain_words 'a page of figures that somebody changed by hand'
  sed -i 's/One\. /One. And. /' tree/tools/benchmarks_page.py && python3 tree/tools/benchmarks_page.py >tree/docs/benchmarks.md
  finds plain_words 'a tale between two tables'
  sed -i '/Choice/d' tree/docs/decisions/001-one.md
  finds plain_words 'a decision without a choice'
  seq 60 | sed 's/$/./' >>tree/docs/decisions/001-one.md
  finds plain_words 'a decision of two pages'
  sed -i '/Limits/d' tree/models/one/README.md
  finds plain_words 'a model card without limits'
fi
exit "$status"
