#!/bin/bash
# segme video with further kinds of files that are joined or lack their end: Ogg, y4m through pipes, RealMedia, NUT.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/cli/common/films.sh
. "$(dirname "$0")/common/films.sh"
clip=(-f lavfi -i 'testsrc2=size=160x96:rate=30' -f lavfi -i 'sine=frequency=440:sample_rate=44100')

# y4m through a pipe: files with the same header are read one after the other, another one is said.
make "${clip[@]}" -t 0.5 -pix_fmt yuv422p10le -strict -1 -an first.y4m
make -f lavfi -i testsrc2=size=64x48:rate=30 -t 0.5 -pix_fmt yuv420p other.y4m
cat first.y4m first.y4m first.y4m >joined.y4m
ok "three y4m files through a pipe" video - out.mp4 -b white <joined.y4m
holds "have every frame: $(frames out.mp4)" "$(frames out.mp4)" = 45
cat first.y4m other.y4m >others.y4m
for way in file pipe; do
  if [ $way = file ]; then
    video others.y4m out.mp4 -b white >out.txt 2>err.txt
  else
    video - out.mp4 -b white <others.y4m >out.txt 2>err.txt
  fi
  holds "one of another size behind it ends with 8 ($way)" $? -eq 8
  holds "and is said to be that" "$(grep -c 'another file is joined to the end' err.txt) $(field out.txt cut_short)" = '1 false'
  holds "the first is there" "$(field out.txt frames)" = 15
done

# Ogg: each file has headers of its own.
make "${clip[@]}" -t 1 -c:v libtheora -c:a libvorbis first.ogv
make "${clip[@]}" -t 1 -c:v libtheora -an silent.ogv
make -f lavfi -i testsrc2=size=80x96:rate=30 -t 1 -c:v libtheora narrow.ogv
cat first.ogv first.ogv >joined.ogv
cat silent.ogv narrow.ogv >sizes.ogv
for file in joined.ogv sizes.ogv; do
  ok "$file" video $file out.mp4 -b white
  holds "has every frame: $(frames out.mp4)" "$(frames out.mp4) $(field out.txt damaged)" = '60 0'
  ok "and through a pipe" video - out.mp4 -b white <$file
  holds "as well" "$(frames out.mp4)" = 60
done
for start in '0.9 33' '1.2 27' '2 3'; do
  ok "a start at ${start% *} s of joined Ogg" video joined.ogv out.mp4 -b white --start "${start% *}"
  holds "is found: $(frames out.mp4)" "$(frames out.mp4)" = "${start#* }"
done
ok "a start in Ogg whose sound is copied" video first.ogv out.mp4 -b white --start 0.5
holds "is cut to the frame" "$(frames out.mp4)" = 15
cat first.ogv silent.ogv >kinds.ogv
video kinds.ogv out.mp4 -b white >out.txt 2>err.txt
holds "one without sound behind one with it ends with 8" $? -eq 8
holds "and is said" "$(grep -c 'another file is joined to the end' err.txt)" = 1

# Without their last bytes.
make -f lavfi -i testsrc2=size=160x96:rate=30 -t 1 -c:v rv20 -f rm whole.rm
make "${clip[@]}" -t 1 -c:v mpeg4 -c:a aac whole.nut
for file in whole.rm whole.nut; do
  ok "$file" video $file out.mp4 -b white
  ok "and through a pipe" video - out.mp4 -b white <$file
  head -c $(($(stat -c %s $file) * 95 / 100)) $file >cut-$file
  video cut-$file out.mp4 -b white >out.txt 2>err.txt
  holds "without its last bytes it ends with 8" $? -eq 8
  video - out.mp4 -b white <cut-$file >out.txt 2>err.txt
  holds "through a pipe as well" $? -eq 8
  holds "and that is said" "$(grep -c 'is cut short' err.txt)" = 1
  head -c $(($(stat -c %s $file) * 70 / 100)) $file >cut-$file
  video - out.mp4 -b white <cut-$file >out.txt 2>err.txt
  holds "and with much less" $? -eq 8
done
finish
