#!/bin/bash
# --trim, --canvas, --shadow, --outline and --compare of segme image, as a user types them.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
command -v identify >/dev/null || { echo 'skipped: identify is not installed (Debian package imagemagick)'; exit 77; }
photo=$samples/astronaut.png
size() { identify -format '%wx%h' "$1"; }
# corner FILE X Y: red, green, blue and alpha of a pixel.
pixel() { convert "$1" -format "%[fx:round(255*p{$2,$3}.r)] %[fx:round(255*p{$2,$3}.g)] %[fx:round(255*p{$2,$3}.b)] %[fx:round(255*p{$2,$3}.a)]" info:; }
# box FILE: where alpha is more than a tenth.
box() { convert "$1" -alpha extract -threshold 10% -format '%@' info:; }

ok 'a cut-out' "$segme" image "$photo" -o cut.png
ok '--trim' "$segme" image "$photo" -o trim.png --trim
found=$(box cut.png)
holds "--trim leaves the person's box ($found)" "$(size trim.png)" = "${found%%+*}"
ok '--margin in pixels' "$segme" image "$photo" -o margin.png --trim --margin 10
holds 'adds them where there is room' "$(identify -format '%w' margin.png)" -ge "$(identify -format '%w' trim.png)"
ok 'a matte is trimmed, too' "$segme" image "$photo" -o matte.png --matte --trim
holds 'to the same box' "$(size matte.png)" = "$(size trim.png)"
ok 'and a composite' "$segme" image "$photo" -o white.jpg --background white --trim
holds 'to the same box as well' "$(size white.jpg)" = "$(size trim.png)"

ok '--canvas' "$segme" image "$photo" -o canvas.png --canvas 600x400 --position bottom --scale 80%
holds 'has its size' "$(size canvas.png)" = 600x400
laid=$(box canvas.png)
holds "the person has 80 % of its height ($laid)" "$(cut -d+ -f1 <<<"$laid" | cut -dx -f2)" -ge 318
holds 'and not more' "$(cut -d+ -f1 <<<"$laid" | cut -dx -f2)" -le 322
holds 'and stands at the bottom' "$(($(cut -d+ -f3 <<<"$laid") + $(cut -d+ -f1 <<<"$laid" | cut -dx -f2)))" -ge 399
ok 'with a background' "$segme" image "$photo" -o red.png --canvas 600x400 --scale 0.5 -b '#ff0000' --fit fill
holds 'that fills the canvas' "$(pixel red.png 2 2)" = '255 0 0 255'
ok 'with a picture behind' "$segme" image "$photo" -o rocket.jpg --canvas 600x400 -b "$samples/rocket.jpg"
ok 'the matte of a canvas' "$segme" image "$photo" -o laid.png --matte --canvas 600x400 --scale 80%
holds 'has its size, too' "$(size laid.png)" = 600x400

ok '--shadow and --outline' "$segme" image "$photo" -o sticker.png --shadow soft --outline '#00ff00'
holds 'make more of the picture opaque' "$(convert sticker.png -alpha extract -format '%[fx:mean>0.42]' info:)" = 1
holds 'than the cut-out has' "$(convert sticker.png -alpha extract -format '%[fx:round(10000*mean)]' info:)" \
  -gt "$(convert cut.png -alpha extract -format '%[fx:round(10000*mean)]' info:)"
ok 'they are renderers, too' "$segme" image "$photo" -o same.png --render 'shadow:kind=soft,outline:colour=#00ff00'
holds 'and draw the same' "$(convert sticker.png rgba:- | cksum)" = "$(convert same.png rgba:- | cksum)"
ok '--trim' "$segme" image "$photo" -o trimmed.png --outline '#00ff00' --trim
ok 'of a sticker' "$segme" image "$photo" -o sticker.png --overwrite --outline '#00ff00'
found=$(box sticker.png) found=${found%%+*}
holds "leaves all of its line ($found)" "$(identify -format '%w' trimmed.png)" -ge "${found%x*}"
holds 'above, too' "$(identify -format '%h' trimmed.png)" -ge "${found#*x}"
# On a canvas the photo has no border that could cut a shadow or a line.
ok 'a line on a canvas' "$segme" image "$photo" -o line.png --canvas 600x600 --position centre --scale 60% --outline '#00ff00'
laid=$(convert line.png -alpha extract -threshold 50% -format '%@' info:) && IFS='x+' read -r width height left top <<<"$laid"
holds 'goes around the feet as well' "$(pixel line.png $((left + width / 2)) $((top + height - 3)))" = '0 255 0 255'
ok 'a shadow on a canvas' "$segme" image "$photo" -o feet.png --canvas 600x600 --position centre --scale 60% --shadow contact -b white
ok 'and none' "$segme" image "$photo" -o bare.png --canvas 600x600 --position centre --scale 60% -b white
holds 'lies below the person' "$(convert bare.png feet.png -compose difference -composite -crop 600x100+0+470 -format '%[fx:maxima>0.1]' info:)" = 1
holds 'and leaves the person as it is' "$(convert bare.png feet.png -compose difference -composite -crop 600x300+0+120 -format '%[fx:maxima<0.02]' info:)" = 1
ok '--compare' "$segme" image "$photo" -o both.jpg --compare
holds 'has room for both' "$(identify -format '%w' both.jpg)" -ge 1024
holds 'and the height of the photo' "$(identify -format '%h' both.jpg)" = 512
convert "$photo" -alpha set -region 200x512+0+0 -alpha transparent hole.png
ok '--compare of a photo with transparent places' "$segme" image hole.png -o holes.png --compare
holds 'shows a chequered ground on both sides' \
  "$(pixel holes.png 4 4)=$(pixel holes.png $(($(identify -format %w holes.png) / 2 + 9)) 4)" = '232 232 232 255=232 232 232 255'
ok '--compare of a matte' "$segme" image "$photo" -o both.png --compare --matte

# --head wants OpenCV's faces, which not every build has.
"$segme" image "$photo" -o head.png --head >out.txt 2>err.txt
status=$?
if [ $status -eq 6 ]; then
  holds 'where there is no detector a sentence says what to install' "$(grep -c 'opencv-data' err.txt)" = 1
else
  holds '--head' $status -eq 0
  holds 'is a square' "$(identify -format '%[fx:w==h]' head.png)" = 1
  # The astronaut's face is about (180..270, 70..170) of 512x512: the square shows it and not the whole of the picture.
  holds 'smaller than the photo' "$(identify -format '%w' head.png)" -lt 400
  holds 'with room above the hair' "$(convert head.png -alpha extract -threshold 50% -format '%@' info: | cut -d+ -f3)" -ge 5
  middle=$(convert head.png -alpha extract -gravity north -crop '100%x50%+0+0' +repage -threshold 50% -format '%@' info:)
  left=$(cut -d+ -f2 <<<"$middle") width=$(cut -dx -f1 <<<"$middle") whole=$(identify -format '%w' head.png)
  off=$((2 * left + width - whole))
  holds "and the head in the middle (off by $off / 2 of $whole)" "${off#-}" -le $((whole / 5))
  ok 'for a passport' "$segme" image --head 35x45mm@300dpi "$photo" -o pass.jpg -b white
  holds 'at the size in dots' "$(size pass.jpg)" = 413x531
  dots() { identify -units PixelsPerInch -format '%[fx:round(resolution.x)]' "$1"; }
  holds 'which its file names' "$(dots pass.jpg)" = 300
  for kind in png tif; do
    ok "in inches as $kind" "$segme" image --head 2x2in@600dpi "$photo" -o "inch.$kind" -b white
    holds 'is as large' "$(size inch.$kind) $(dots inch.$kind)" = '1200x1200 600'
  done
  ok 'in centimetres, for a printer' "$segme" image --head 3.5x4.5cm "$photo" -o cm.jpg -b white
  holds 'has 300 dots an inch' "$(size cm.jpg) $(dots cm.jpg)" = '413x531 300'
  ok 'in pixels' "$segme" image "$photo" --head 200x250 --matte -o pass.png
  holds 'as asked for' "$(size pass.png)" = 200x250
  ok 'a picture may follow it' "$segme" image --head "$photo" -o first.png
  holds 'and the result is the same' "$(convert first.png rgba:- | cksum)" = "$(convert head.png rgba:- | cksum)"
  refuses 3 'cannot find a face' 'a cup of coffee' "$segme" image "$samples/coffee.png" --head -o c.png
fi
refuses 2 'Leave --trim' '--head and --trim' "$segme" image "$photo" -o x.png --head --trim
refuses 2 'is not a size' 'a head without a size' "$segme" image "$photo" -o x.png --head=0x0
refuses 2 "'3x4feet' is not a size" 'a unit that is none' "$segme" image "$photo" -o x.png --head 3x4feet
refuses 2 "'35x45@300dpi' is not a size" 'dots of pixels' "$segme" image "$photo" -o x.png --head 35x45@300dpi

refuses 3 'nobody was found' 'a picture without people' "$segme" image "$samples/coffee.png" -o c.png --trim
holds 'leaves nothing behind' ! -e c.png
refuses 2 'both say how large' '--trim and --canvas' "$segme" image "$photo" -o x.png --trim --canvas 10x10
refuses 2 'no meaning by itself' '--margin alone' "$segme" image "$photo" -o x.png --margin 5
refuses 2 'there is none' '--scale alone' "$segme" image "$photo" -o x.png --scale 50%
refuses 2 'is not a length' 'a margin that is none' "$segme" image "$photo" -o x.png --trim --margin much
refuses 2 'is not a size' 'a canvas that is none' "$segme" image "$photo" -o x.png --canvas 1200
refuses 2 'is not a size' 'a canvas of 40 gigapixels' "$segme" image "$photo" -o x.png --canvas 200000x200000
refuses 2 'is not a size on the canvas' 'a scale of nothing' "$segme" image "$photo" -o x.png --canvas 10x10 --scale 0
refuses 2 'blurred photo' 'a canvas before a blur' "$segme" image "$photo" -o x.png --canvas 100x100 -b blur
refuses 2 'draws no cut-out' 'a canvas with a view of the matte' "$segme" image "$photo" -o x.png --canvas 9x9 --render matte_view
refuses 2 'have no meaning beside' 'a shadow of a matte' "$segme" image "$photo" -o x.png --matte --shadow soft
finish
