# Where results go, whatever the command: no source is ever replaced, a second run finds what the first one found, a file
# that is replaced keeps its mode, a link stays a link, and a percent sign is a percent sign.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"
red=(--model "$SEGME_SOURCE_DIR/tests/data/red" --refine none --no-cache)
image=("$segme" image "${red[@]}")
files() { (cd "$1" && find . -type f ! -name '*.txt' | sort | tr '\n' ' '); }

bmp a.bmp 40 30 200
bmp b.bmp 40 30 90

# Sources of pictures: inputs, lists, plates, backgrounds, files of filters, standard input.
"${image[@]}" a.bmp -o a.png >/dev/null 2>err.txt
before=$(cksum a.png b.bmp)
ln -s a.png soft.png
ln a.png hard.png
for place in a.png soft.png hard.png; do
  refuses 4 "it is an input" "an input as $place" "${image[@]}" a.png -o $place --overwrite
  refuses 4 "it is an input" "a background as $place" "${image[@]}" b.bmp -o $place --overwrite --background a.png
  refuses 4 "it is an input" "a plate as $place" "$segme" image b.bmp -o $place --overwrite --method bgsub --plate a.png
  refuses 4 "it is an input" "standard input as $place" bash -c "'$segme' image - -o $place --overwrite <a.png"
done
printf 'b.bmp\n' >1.png
refuses 4 "it is an input" "a list" "${image[@]}" --files-from 1.png -o %d.png --overwrite
cp b.bmp named.png
lines=9 refuses 7 "it is an input" "an input of a list" bash -c "echo named.png | '$segme' image --files-from - -o %s.png --overwrite"
printf '\0\4\0\1\0\2\0\0\0\0\0\377\0\377' >curve.png # from 0 to 255
refuses 4 "it is an input" "a file of a filter" "${image[@]}" b.bmp -o curve.png --overwrite -b red --render alpha,curves:file=curve.png
holds "all are as they were" "$(cksum a.png b.bmp)" = "$before"
rm curve.png soft.png hard.png 1.png named.png

# A second run.
mkdir -p photos/sub && cp a.bmp photos && cp b.bmp photos/sub
for output in photos/out/ 'photos/cut/%s-%02d.png' photos/sub/; do
  ok "into $output" "${image[@]}" photos -o "$output"
  first=$(files photos)
  ok "once more" "${image[@]}" photos -o "$output" --skip-existing
  holds "makes nothing new" "$(files photos)" = "$first"
  rm -r photos && mkdir -p photos/sub && cp a.bmp photos && cp b.bmp photos/sub
done
cp photos/a.bmp photos/sub/b.bmp .
for output in '' photos/ 'photos/%s_x.png'; do
  cd photos || exit
  ok "beside the sources ($output)" "${image[@]}" . ${output:+-o "../$output"}
  first=$(files .)
  ok "once more" "${image[@]}" . ${output:+-o "../$output"} --skip-existing
  holds "makes nothing new" "$(files .)" = "$first"
  find . -type f ! -name a.bmp ! -name b.bmp -delete
  cd .. || exit
done
ok "results are named where they lie beside their sources" "${image[@]}" photos -o photos/
holds "so that no source is in their way" -s photos/a-cutout.png -a -s photos/sub/b-cutout.png
ok "and are read when they are named" "${image[@]}" photos/a-cutout.png -o again.png
mkdir -p labels && cp a.bmp b.bmp labels
ok "masks into a folder of their own" "$segme" data remask labels -o labels/masks --person 90,200
lines=9 refuses 7 "it exists" "twice" "$segme" data remask labels -o labels/masks --person 90,200
holds "are no labels" "$(files labels)" = "./a.bmp ./b.bmp ./masks/a.png ./masks/b.png "
ok "warm and cool ones beside their pictures" "$segme" data curves labels -o labels --overwrite
first=$(files labels)
ok "twice" "$segme" data curves labels -o labels --overwrite
holds "are not made warmer" "$(files labels)" = "$first"

# Modes and links.
chmod 600 a.png
ok "a private file is replaced" "${image[@]}" b.bmp -o a.png --overwrite
holds "and stays private" "$(stat -c %a a.png)" = 600
mkdir far
ln -s far/new.png dangling.png
ok "a link to what is not there" "${image[@]}" b.bmp -o dangling.png
holds "is written through" -L dangling.png -a -s far/new.png
ok "and once more" "${image[@]}" a.bmp -o dangling.png --overwrite
holds "it stays a link" -L dangling.png -a "$(find far -type f | wc -l)" -eq 1

# Percent signs.
ok "a folder with a percent sign" "${image[@]}" a.bmp b.bmp -o '50% off/'
holds "is one" -s '50% off/a.png' -a -s '50% off/b.png'
ok "a file with one" "${image[@]}" a.bmp -o '100%.png'
holds "is one" -s '100%.png'
ok "two are one" "${image[@]}" a.bmp b.bmp -o '9%% x/%s-%d%%.png'
holds "also in a pattern" -s '9% x/a-1%.png' -a -s '9% x/b-2%.png'
ok "the folder that is there is meant" "${image[@]}" a.bmp b.bmp -o '50% off' --overwrite
mkdir '7%date'
ok "even if it looks like a pattern" "${image[@]}" a.bmp -o '7%date/'
holds "its name stays" -s '7%date/a.png'
refuses 2 "write %% for" "a pattern that names a folder" "${image[@]}" a.bmp b.bmp -o '%s/'

# Lists of other systems, and names that are no UTF-8.
cp a.bmp $'caf\xe9.bmp' && cp a.bmp $'caf\xe8.bmp' && cp a.bmp $'two\nlines.bmp'
printf '\xef\xbb\xbfa.bmp\r\n\r\nb.bmp\r\n' >windows.txt
ok "a list with a BOM and CRLF" "${image[@]}" --files-from windows.txt -o windows/
holds "is read" -s windows/a.png -a -s windows/b.png
holds "its answers say their lines" "$(grep -o '"index":[0-9]*' out.txt | sort | tr '\n' ' ')" = '"index":0 "index":2 '
find . -maxdepth 1 -name '*.bmp' -print0 | sort -z >names
ok "names with NULs between" "${image[@]}" --files-from names -0 -o nul/
holds "are five" "$(find nul -type f -printf x | wc -c)" -eq 5
holds "that stay different" "$(grep -o '"input_bytes":"[^"]*"' out.txt | sort -u | wc -l)" -eq 2
holds "and come back" "$(grep -o '"input_bytes":"[^"]*"' out.txt | cut -d '"' -f 4 | head -n 1 | base64 -d | od -An -tx1)" = \
  "$(printf './caf\xe8.bmp' | od -An -tx1)"
refuses 3 "Add --null" "NULs unasked" "${image[@]}" --files-from names -o nul/
refuses 2 "there is none" "--null without a list" "${image[@]}" a.bmp -0

# Nets and tables.
mkdir run
constant_weights portrait run/best.safetensors
cp run/best.safetensors two.safetensors
refuses 4 "it is an input" "a mean over one of its parts" "$segme" net average two.safetensors run/best.safetensors -o two.safetensors \
  --overwrite
ok "an export" "$segme" export run -o net.onnx --size 64
before=$(cksum net.onnx)
refuses 4 "it exists" "is not replaced unasked" "$segme" export run -o net.onnx --size 64
ok "with its card" "$segme" export run -o made/ --size 64 --name made
rm made/model.onnx
refuses 4 "card.json': it exists" "nor is a card" "$segme" export run -o made/ --size 64
refuses 4 "it is an input" "nor what is exported, in any case" "$segme" export net.onnx -o net.onnx --size 64 --overwrite
holds "it is as it was" "$(cksum net.onnx)" = "$before"
ok "unless told" "$segme" export run -o net.onnx --size 64 --overwrite
mkdir -p set/images set/masks && cp a.bmp set/images && bmp set/masks/a.bmp 40 30 255
printf 'image,mask,source,kind,label,split\nimages/a.bmp,masks/a.bmp,x,portrait,human,val\n' >set/manifest.csv
before=$(cksum set/manifest.csv)
eval=("$segme" eval "$SEGME_SOURCE_DIR/tests/data/red" --refine none --data set/manifest.csv)
refuses 4 "it is an input" "a table over its manifest" "${eval[@]}" --csv set/manifest.csv --overwrite
ok "a table" "${eval[@]}" --csv table.csv --worst worst.jpg
refuses 4 "it exists" "is not replaced unasked" "${eval[@]}" --csv table.csv
refuses 4 "it exists" "nor is a sheet" "${eval[@]}" --worst worst.jpg
ok "unless told" "${eval[@]}" --csv table.csv --worst worst.jpg --overwrite
refuses 4 "one of the sources" "a set over its manifest" "$segme" data label set/manifest.csv --model "$SEGME_SOURCE_DIR/tests/data/red" \
  -o set --overwrite
holds "it is as it was" "$(cksum set/manifest.csv)" = "$before"

command -v ffmpeg >/dev/null || { echo "skipped videos: ffmpeg is not installed"; finish; }
ffmpeg -v error -y -f lavfi -i color=red:s=64x48:r=10:d=0.5 -pix_fmt yuv420p -c:v libx264 -preset ultrafast clip.mp4
"$segme" video clip.mp4 probe.mp4 -b white "${red[@]}" >/dev/null 2>err.txt
[ $? -ne 6 ] || { echo "skipped videos: a build without FFmpeg"; finish; }
ln -s clip.mp4 soft.mp4
ln clip.mp4 hard.mp4
cp clip.mp4 behind.mp4
before=$(cksum clip.mp4 behind.mp4)
for place in clip.mp4 soft.mp4 hard.mp4; do
  refuses 4 "it is an input" "video to $place" "$segme" video file:clip.mp4 $place -b white --overwrite
  refuses 4 "it is an input" "stream to $place" "$segme" stream clip.mp4 $place "${red[@]}" --overwrite
  refuses 4 "it is an input" "stream of two to $place" "$segme" stream -i behind.mp4 -i clip.mp4 $place "${red[@]}" --overwrite
  refuses 4 "it is an input" "live to $place" "$segme" live --camera clip.mp4 --preview none --record $place "${red[@]}" --overwrite
  refuses 4 "it is an input" "a later background to $place" "$segme" live --camera behind.mp4 --backgrounds red,clip.mp4 \
    --preview none --record $place "${red[@]}" --overwrite
done
refuses 4 "it is an input" "stream to its background" "$segme" stream clip.mp4 behind.mp4 "${red[@]}" -b behind.mp4 --overwrite
holds "all are as they were" "$(cksum clip.mp4 behind.mp4)" = "$before"

ok "numbered pictures" "$segme" video clip.mp4 'frames/%03d.png' -b white "${red[@]}"
refuses 4 "it exists" "are not replaced unasked" "$segme" video clip.mp4 'frames/%03d.png' -b white "${red[@]}"
refuses 4 "it is an input" "nor by their own, in any case" "$segme" video 'frames/%03d.png' './frames/%d.png' -b white "${red[@]}" --overwrite
refuses 4 "it is an input" "nor is one that is a background" "$segme" video clip.mp4 'frames/%03d.png' -b frames/002.png "${red[@]}" \
  --overwrite
ok "unless told" "$segme" video clip.mp4 'frames/%03d.png' -b white "${red[@]}" --overwrite
cp clip.mp4 live0.ts
refuses 4 "it is an input" "a part of a playlist" "$segme" stream live0.ts live.m3u8 "${red[@]}"
refuses 4 "cannot write 'live0.ts': it exists" "a part that is there" "$segme" video clip.mp4 live.m3u8 -b white "${red[@]}"
holds "is as it was" "$(cksum <live0.ts)" = "$(cksum <clip.mp4)"
ok "unless told" "$segme" video clip.mp4 live.m3u8 -b white "${red[@]}" --overwrite
cp live0.ts big0.ts
refuses 4 "'big0.ts': it is an input" "a part, of a playlist in capitals" "$segme" video big0.ts big.M3U8 -b white "${red[@]}"
refuses 4 "'big0.ts': it is an input" "a part, by --format" "$segme" video big0.ts big.txt --format hls -b white "${red[@]}"
touch big0.vtt
rm big0.ts
refuses 4 "'big0.vtt': it exists" "a part with subtitles" "$segme" video clip.mp4 big.m3u8 -b white "${red[@]}"
refuses 2 "two outputs are one place: './twice.mp4'" "an output that is named twice" \
  "$segme" stream clip.mp4 twice.mp4 ./twice.mp4 -b white "${red[@]}"
holds "and is a part" "$(cksum <live0.ts)" != "$(cksum <clip.mp4)"

for name in '50%d.mp4' '100%.mp4' '50% off.mp4'; do
  ok "video to $name" "$segme" video clip.mp4 "$name" -b white "${red[@]}"
  holds "is that file" -s "$name"
  ok "live to $name" "$segme" live --camera clip.mp4 --preview none --record "live-$name" "${red[@]}" --json
  holds "is that file, too" -s "live-$name"
done
ok "two percent signs" "$segme" video clip.mp4 '9%%d.mp4' -b white "${red[@]}" --json
holds "are one" -s '9%d.mp4' -a "$(field out.txt output)" = '9%d.mp4'
ok "a stream" "$segme" stream clip.mp4 's%%.mp4' "${red[@]}" --json
holds "knows that, too" -s 's%.mp4'
ok "a name that is no UTF-8" "$segme" live --camera clip.mp4 --preview none --record $'caf\xe9.mp4' "${red[@]}" --json
holds "is said" "$(field out.txt file_bytes)" = Y2Fm6S5tcDQ=
finish
