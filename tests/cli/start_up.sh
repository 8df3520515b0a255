#!/bin/bash
# What segme loads before it begins: FFmpeg and OpenCV with their two hundred libraries are segme-media's alone. What
# needs them goes on there, with its standard input untouched. And segme-media leaves out what few videos need: FFmpeg's
# filters and devices.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/common.sh"
red=${SEGME_SOURCE_DIR:?}/tests/data/red

needed() { objdump -p "$1" | sed -n 's/^ *NEEDED *//p'; }
for library in libavformat libavcodec libavdevice libavutil libswscale libopencv; do
  holds "segme does not load $library" -z "$(needed "$segme" | grep "^$library")"
done

"$segme" video missing.mp4 out.mp4 -b white 2>&1 | grep -q 'no FFmpeg' && finish
for library in libavdevice libavfilter; do
  holds "segme-media does not load $library" -z "$(needed "${segme}-media" | grep "^$library")"
done
bmp red.bmp 32 32 90
mkdir clip
for i in 1 2; do bmp clip/$i.bmp 32 32 200; done
ok "a clip to stand behind" "$segme" video 'clip/%d.bmp' clip.avi --matte -m "$red" --refine none
seen=(image -b clip.avi -m "$red" --refine none --no-cache)
ok "a video behind a picture" "$segme" "${seen[@]}" red.bmp -o one.png
holds "is there" -s one.png
ok "with the picture on standard input" "$segme" "${seen[@]}" - -o two.png <red.bmp
holds "the same comes out" "$(md5sum <two.png)" = "$(md5sum <one.png)"
echo red.bmp >list.txt
ok "with names on standard input" "$segme" "${seen[@]}" --files-from - -o 'listed/%s.png' <list.txt
holds "the same comes out once more" "$(cat listed/* | md5sum)" = "$(md5sum <one.png)"
cp "$segme" alone
ok "cloning needs no OpenCV" env PATH=/nowhere ./alone image -b white --render seamless_clone -m "$red" --refine none \
  --no-cache red.bmp -o clone.png
if "$segme" image --help filters | grep -q harmonise_caffe; then
  refuses 6 "segme-media" "a renderer of OpenCV goes on there" env PATH=/nowhere ./alone image -b white \
    --render harmonise_caffe -m "$red" --refine none --no-cache red.bmp -o harmonised.png
fi
refuses 6 "segme-media" "where segme-media is not" env PATH=/nowhere ./alone "${seen[@]}" red.bmp -o three.png
finish
