# Kinds of pictures beside the usual: HEIC, AVIF, JPEG XL, odd names, missing ends, several pages, transparent places; and
# that none of them costs a usual picture anything.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"

# bytes FILE TEXT: the file that base64 says.
bytes() { printf '%s' "$2" | base64 -d >"$1"; }
bytes photo.jxl '/woDQUBxIQgCAQDMAEsoN9YfvFdQEAC1Mi9m3ukCQQAQDkqpQ4TkxAI1EGK8Awl+gABJ3hgXifGH++3UyihsAg=='
red=(-m "${SEGME_SOURCE_DIR:?}/tests/data/red" --refine none)
jpeg="$PWD/plain.jpg"
convert "$samples/astronaut.png" -resize 128x128 "$jpeg"

LD_DEBUG=files LD_DEBUG_OUTPUT="$PWD/loaded" "$segme" image "$jpeg" -o start.png --matte >/dev/null 2>&1
holds "the loader was watched" -n "$(cat loaded.* | grep -m 1 libjpeg)"
# FFmpeg, where the program is linked with it, brings libjxl and the decoder of AVIF itself.
holds "a JPEG loads no library of other kinds" -z "$(cat loaded.* | grep -E -m 1 'libheif|libde265')"

mkdir -p others/sub
for name in a.jfif b.jpe c.jpg_large d.mpo e sub/good.jpg; do cp "$jpeg" "others/$name"; done
printf 'a note\n' >others/notes.txt
printf 'GIF89a' >others/clip.gif
ok "a folder's pictures are known by their contents" "$segme" image others -o cutouts/ --matte --json
holds "all six are done" "$(find cutouts -type f | wc -l)" -eq 6
holds "what is left aside is counted" -n "$(grep '2 files were left aside' err.txt)"
holds "and named" -n "$(grep 'clip.gif (a GIF)' err.txt | grep 'notes.txt (no picture)' | grep 'segme video')"
holds "in JSON too" "$(grep -c '"left_aside":' out.txt)" -eq 2
refuses 3 "segme video" "a GIF names the command that reads it" "$segme" image others/clip.gif -o x.png
if command -v ffmpeg >/dev/null; then
  ffmpeg -v error -f lavfi -i color=red:size=64x64:duration=0.2 clip.mp4
  refuses 3 "an MP4 video.*segme video" "so does an MP4" "$segme" image clip.mp4 -o x.png
fi

head -c -2 "$jpeg" >no-end.jpg
ok "a photo without its end mark is read" "$segme" image no-end.jpg -o no-end.png --matte --json
holds "with a word about it" -n "$(grep "about 'no-end.jpg': the end of the file is missing" err.txt)"
holds "in JSON too" -n "$(grep '"notes":\["the end' out.txt)"
"$segme" image "$jpeg" -o whole.png --matte
ok "and gives the same matte" cmp no-end.png whole.png
head -c -400 "$jpeg" >cut.jpg
refuses 3 "the file ends in the middle" "one without its pixels is not" "$segme" image cut.jpg -o cut.png

convert "$jpeg" \( "$jpeg" -resize 50% \) pages.tif
ok "of two pages the first is read" "$segme" image pages.tif -o pages.png --json
holds "and they are counted" "$(field out.txt pages)" = 2
holds "and mentioned" -n "$(grep 'it has 2 pages' err.txt)"

# Right half of the person transparent, hidden behind loud green; the red channel is 255 where anything is to be seen.
convert -size 64x64 xc:'rgb(255,40,10)' \( -size 64x64 gradient:white-black \) -alpha off -compose CopyOpacity -composite soft.png
ok "a picture with alpha" "$segme" image soft.png "${red[@]}" -o again.png
ok "its matte" "$segme" image soft.png "${red[@]}" --matte -o alpha.png
convert soft.png -alpha extract wanted.png
holds "is its alpha" "$(compare -metric AE -fuzz 1% wanted.png alpha.png null: 2>&1)" = 0
convert again.png -background black -alpha remove -alpha off on-black.png
convert soft.png -background black -alpha remove -alpha off wanted.png
holds "and no white rim is left" "$(compare -metric AE -fuzz 2% wanted.png on-black.png null: 2>&1)" = 0
ok "cut once more" "$segme" image again.png "${red[@]}" -o third.png

ok "JPEG XL" "$segme" image photo.jxl -o four.png --json
for tool in heif-enc:heic avifenc:avif cjxl:jxl; do
  command -v "${tool%:*}" >/dev/null || continue
  convert "$jpeg" -resize 64x64 plain.png  # the side of the red net: its matte is the red channel itself
  case $tool in
    heif-enc*) heif-enc -q 90 plain.png -o photo.heic ;;
    avifenc*) avifenc plain.png photo.avif ;;
    *) cjxl plain.png photo.jxl ;;
  esac >/dev/null 2>&1
  ok "${tool#*:}" "$segme" image "photo.${tool#*:}" "${red[@]}" --matte -o "${tool#*:}.png"
  convert plain.png -channel R -separate wanted.png
  holds "has the right pixels" "$(compare -metric PSNR wanted.png "${tool#*:}.png" null: 2>&1 | awk '{print ($1 > 30)}')" = 1
done

# What is written is read back, and by others where they are.
for kind in avif jxl; do
  ok "a cut-out as $kind" "$segme" image "$jpeg" "${red[@]}" -o "cut.$kind"
  ok "the same as PNG" "$segme" image "$jpeg" "${red[@]}" -o "cut-$kind.png"
  ok "a matte as $kind" "$segme" image "$jpeg" "${red[@]}" --matte -o "matte.$kind"
  ok "the same as PNG" "$segme" image "$jpeg" "${red[@]}" --matte -o "matte-$kind.png"
  ok "is read back" "$segme" image "matte.$kind" "${red[@]}" --matte -o "twice-$kind.png"
  ok "as its PNG is" "$segme" image "matte-$kind.png" "${red[@]}" --matte --overwrite -o twice.png
  ok "to the byte: a matte has no loss" cmp "twice-$kind.png" twice.png
  for judge in avif:avifdec jxl:djxl; do
    [ "${judge%:*}" = "$kind" ] && command -v "${judge#*:}" >/dev/null || continue
    ok "${judge#*:} reads it" "${judge#*:}" "cut.$kind" judged.png
    for one in judged "cut-$kind"; do
      convert "$one.png" -alpha extract "$one-alpha.png"
      convert "$one.png" -background white -alpha remove "$one-colours.png"
    done
    holds "with its alpha" "$(compare -metric AE judged-alpha.png "cut-$kind-alpha.png" null: 2>&1)" = 0
    holds "and its colours" "$(compare -metric PSNR judged-colours.png "cut-$kind-colours.png" null: 2>&1 | awk '{ print ($1 == "inf" || $1 > 35) }')" = 1
  done
done
# Where a library cannot be loaded, its package is named. The loader finds a broken one first.
mkdir broken
for library in $(grep -aoE 'lib(heif|jxl)\.so[.0-9]*' "$segme" | sort -u); do echo broken >"broken/$library"; done
printf '\0\0\0\030ftypheic\0\0\0\0mif1heic' >photo.heic
printf '\377\012\0\0' >broken.jxl
without() { LD_LIBRARY_PATH=$PWD/broken "$segme" "$@"; }
refuses 6 "a HEIC picture.*libheif-dev" "a HEIC picture without libheif" without image photo.heic -o x.png
refuses 6 "libheif-dev" "an AVIF without libheif" without image "$jpeg" -o x.avif
refuses 6 "JPEG XL picture.*libjxl-dev" "a JPEG XL without libjxl" without image broken.jxl -o x.png
refuses 6 "libjxl-dev" "writing a JPEG XL without libjxl" without image "$jpeg" -o x.jxl

# The quality of formats with loss, which WebP and JPEG XL have only when it is asked for.
for kind in webp avif jxl; do
  for quality in 30 95; do
    ok "$kind at $quality" "$segme" image "$jpeg" "${red[@]}" -o "q$quality.$kind" --lossy-quality $quality
    ok "is read back" "$segme" image "q$quality.$kind" "${red[@]}" -b white -o "q$quality-$kind.png"
  done
  holds "less of it is smaller" "$(stat -c %s q30.$kind)" -lt "$(stat -c %s q95.$kind)"
  ok "without the option" "$segme" image "$jpeg" "${red[@]}" -o "none.$kind"
  [ $kind = avif ] || holds "and no loss is larger" "$(stat -c %s q95.$kind)" -lt "$(stat -c %s none.$kind)"
  [ $kind = avif ] || ok "100 is no loss" "$segme" image "$jpeg" "${red[@]}" -o "q100.$kind" --lossy-quality 100
  [ $kind = avif ] || ok "to the byte" cmp "q100.$kind" "none.$kind"
  ok "a matte at 30" "$segme" image "$jpeg" "${red[@]}" --matte -o "m30.$kind" --lossy-quality 30
  ok "a matte" "$segme" image "$jpeg" "${red[@]}" --matte -o "m.$kind"
  ok "has no loss either way" cmp "m30.$kind" "m.$kind"
done
refuses 2 "not a number from 1 to 100" "a quality that is none" "$segme" image "$jpeg" "${red[@]}" -o none.jpg --lossy-quality 0

for kind in jpe jfif; do
  ok "a .$kind" "$segme" image "$jpeg" "${red[@]}" -b white -o "cut.$kind"
  holds "is a JPEG" "$(head -c 3 "cut.$kind" | od -An -tx1 | tr -d ' ')" = ffd8ff
done
holds "an AVIF begins as one" "$(head -c 12 cut.avif | tail -c 8)" = ftypavif
holds "a JPEG XL begins as one" "$(head -c 2 matte.jxl | od -An -tx1 | tr -d ' ')" = ff0a
ok "16 bits in JPEG XL" "$segme" image "$jpeg" "${red[@]}" --matte --depth 16 -o deep.jxl
refuses 2 "--depth 16" "none in AVIF" "$segme" image "$jpeg" "${red[@]}" --matte --depth 16 -o deep.avif
finish
