#!/bin/bash
# Types every command of README and docs that begins with segme, each in a folder of its own that holds what the documents
# speak of: photo.jpg, photos/, clip.mp4, manifest.csv, ... A line under <!-- not run: reason --> is left out; the house
# test plain_words sees to it that no command is left out without a reason.
set -u
segme=$1
root=${SEGME_SOURCE_DIR:?}
command -v python3 >/dev/null || {
  echo 'skipped: python3 is not installed (Debian package python3)'
  exit 77
}
[ -z "${SEGME_SANITIZE:-}" ] || {
  echo 'skipped: a program under a sanitizer takes too long for all commands of the documents'
  exit 77
}
mkdir bin fixture && ln -s "$(realpath "$segme")" bin/segme
export PATH=$PWD/bin:$PATH
failed=0 ran=0 left=0

# What the documents speak of.
(
  cd fixture || exit 1
  ln -s "$root/models" models && ln -s "$root/samples" samples
  mkdir -p photos holiday backgrounds labels DIR/images DIR/masks
  segme image "$root/samples/astronaut.png" -o photo.jpg --background white --lossy-quality 80
  cp photo.jpg photos/a.jpg && cp photo.jpg holiday/b.jpg
  cp "$root/samples/rocket.jpg" beach.jpg && cp beach.jpg backgrounds/beach.jpg
  cp photo.jpg DIR/images/a.jpg && segme image photo.jpg --matte -o DIR/masks/a.png && cp DIR/masks/a.png labels/a.png
  cp DIR/masks/a.png plate.png # of the same size, and nobody is in it
  printf 'image,mask,source,kind,label,split,skin_tone\nDIR/images/a.jpg,DIR/masks/a.png,x,portrait,,val,3\n' >manifest.csv
  cp "$root/samples/astronaut.png" second.png && segme image second.png --matte -o second-mask.png
  printf 'second.png,second-mask.png,y,portrait,,train,4\n' >>manifest.csv
  cp manifest.csv people.csv
  # Photoshop's curves: version 4, five curves, each from (0, 0) to (255, 255).
  printf '\0\4\0\5' >mine.acv && for _ in 1 2 3 4 5; do printf '\0\2\0\0\0\0\0\377\0\377' >>mine.acv; done
) >made 2>&1 || {
  cat made
  exit 1
}
if command -v ffmpeg >/dev/null; then
  ffmpeg -nostdin -v error -f lavfi -i testsrc=size=160x120:rate=1:duration=82 -f lavfi -i sine=duration=82 -pix_fmt yuv420p \
    -c:v libx264 -preset ultrafast -c:a aac fixture/clip.mp4 && cp fixture/clip.mp4 fixture/surf.mp4
fi

# commands_of DOCUMENT: the lines that are to be run, with those that are marked left out and counted.
commands_of() {
  python3 - "$1" <<'END'
import re, sys
fence, marks, shell = False, set(), True
for line in open(sys.argv[1], encoding="utf-8").read().split("\n"):
    if re.match(r"\s*```", line):
        fence = not fence
        shell = line.strip() == "```"
        if not fence:
            marks = set()
    elif fence and shell and re.match(r"(segme |find [^|]*\| segme )", line):
        marked = "" in marks or any(line.startswith(mark) for mark in marks)
        print(("- " if marked else "+ ") + line)
    elif not fence:
        mark = re.match(r"<!-- not run(?: \(([^)]+)\))?: (\S.*) -->$", line)
        if mark:
            marks.add(mark.group(1) or "")
        elif line.strip():
            marks = set()
END
}

while IFS= read -r document; do
  while IFS= read -r line; do
    case $line in
      -*)
        left=$((left + 1))
        continue
        ;;
      *clip.mp4*)
        if [ ! -e fixture/clip.mp4 ]; then
          echo "left out, for ffmpeg is not installed: ${line#+ }"
          continue
        fi
        ;;
    esac
    rm -rf try && cp -R --no-dereference fixture try
    ran=$((ran + 1))
    (cd try && bash -c "${line#+ }" </dev/null) >said 2>&1
    status=$?
    [ $status -eq 0 ] || {
      failed=$((failed + 1))
      echo "${document#"$root"/}: fails with $status: ${line#+ }"
      tail -n 5 said
    }
  done < <(commands_of "$document")
done < <(find "$root" -name '*.md' \( -path "$root/docs/*" -o -path "$root/models/*" -o -path "$root/README.md" \) | sort)
echo "$ran commands of the documents were run, $left are marked as not to be run"
[ "$ran" -ge 30 ] || {
  echo 'too few commands were found: does the reader of the documents still work?'
  exit 1
}
[ "$failed" -eq 0 ]
