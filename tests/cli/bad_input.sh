# What is wrong in the world gets one sentence, the exit code of the table, and nothing is lost.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"

cp "$samples/astronaut.png" photo.png
cp "$samples/rocket.jpg" rocket.jpg
head -c 20000 rocket.jpg >cut.jpg
echo "this is text" >text.png
: >empty.png
head -c 5000 photo.png >cut.png
# A PNG header of 30000 x 30000 and nothing behind it.
printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0\xa6\xe1\x11\x88' >bomb.png

refuses 3 "cut.jpg" "a JPEG cut short" "$segme" image cut.jpg
refuses 3 "cut.png" "a PNG cut short" "$segme" image cut.png
refuses 3 "text.png" "a text named .png" "$segme" image text.png
refuses 3 "empty.png" "a file of 0 bytes" "$segme" image empty.png
refuses 3 "bomb.png" "a header of 30000x30000" "$segme" image bomb.png
refuses 3 "missing.png" "a file that is not there" "$segme" image missing.png
holds "nothing was written" "$(find . -name '*cutout*' | wc -l)" -eq 0
lines=9 refuses 7 "3 of 4 pictures failed" "a batch goes on" "$segme" image photo.png cut.jpg text.png empty.png -o out/
holds "and writes what it can" "$(find out -type f | wc -l)" -eq 1
lines=3 refuses 7 "give -o 'result.png'" "an output without -o" "$segme" image photo.png result.png
rm photo-cutout.png

refuses 2 "matt" "an unknown option" "$segme" image photo.png --matt-e
refuses 2 "quality" "an unknown value" "$segme" image photo.png --quality best
refuses 2 "unknown refiner" "an unknown refiner" "$segme" image photo.png --refine sharpen
refuses 2 "radius" "an option out of range" "$segme" image photo.png --refine guided:radius=100000
refuses 2 "cannot be transparent" "a transparent JPEG" "$segme" image photo.png -o x.jpg
refuses 2 "did you mean\|Did you mean" "a command with a slip" "$segme" imgae photo.png
refuses 2 "names no file" "a pattern of folders" "$segme" image photo.png -o 'x-%s/'
refuses 2 "not a kind of picture" "an unknown kind" "$segme" image photo.png -o x.gif
refuses 3 "no-such-background.jpg" "a background that is not there" "$segme" image photo.png -o x.png -b no-such-background.jpg

mkdir -p model && printf '{"name":"x","file":"model.onnx"' >model/card.json
refuses 5 "card" "a card that is no JSON" "$segme" image photo.png --model model
model=${SEGME_SOURCE_DIR}/models/portrait
if [ -e "$model/model.onnx" ]; then
  mkdir short && head -c 100000 "$model/model.onnx" >short/model.onnx
  sed 's/"sha256": *"[0-9a-f]*"/"sha256": ""/' "$model/card.json" >short/card.json
  refuses 5 "model" "a model cut short" "$segme" image photo.png --model short
  mkdir wrong && cp "$model/model.onnx" wrong/
  sed 's/"sha256": *"[0-9a-f]*"/"sha256": ""/; s/"width": *256/"width": 192/' "$model/card.json" >wrong/card.json
  refuses 5 "192" "a model of another shape than its card" "$segme" image photo.png --model wrong
  mkdir changed && cp "$model/card.json" changed/ && { cat "$model/model.onnx"; echo x; } >changed/model.onnx
  refuses 5 "sha256" "a model that is not the one of its card" "$segme" image photo.png --model changed
fi

as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups env XDG_CACHE_HOME="$PWD/nobody-cache" "$@"; }
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
  chmod 755 . && mkdir -p shut/in open && cp photo.png shut/ && cp photo.png open/ && chmod 700 shut && chmod 777 open
  if as_nobody "$segme" --version >/dev/null 2>&1; then
    refuses 3 "shut" "a folder that may not be read" as_nobody "$segme" image shut -o open/x/
    mkdir -p locked && chmod 755 locked
    refuses 4 "locked" "a folder that may not be written" as_nobody "$segme" image photo.png -o locked/x.png
  else
    echo "skipped an unreadable folder: another user cannot run the program here"
  fi
else
  echo "skipped an unreadable folder: needs root and setpriv"
fi

mkdir -p full
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=64k tmpfs full 2>/dev/null; then
  refuses 4 "full/cut.png" "a full disk" "$segme" image photo.png -o full/cut.png
  holds "leaves nothing behind" "$(find full -type f | wc -l)" -eq 0
  umount full
else
  echo "skipped a full disk: needs root and mount"
fi

export XDG_CACHE_HOME=$PWD/cache
ok "a first run fills the cache" "$segme" image photo.png -o c1.png
for file in $(find cache -type f); do printf 'garbage' | dd of="$file" bs=1 seek=200 conv=notrunc 2>/dev/null; done
ok "a corrupt cache is made anew" "$segme" image photo.png -o c2.png
for file in $(find cache -type f); do : >"$file"; done
ok "an empty one too" "$segme" image photo.png -o c3.png
rm -rf cache && : >cache
ok "a cache that cannot be written is done without" "$segme" image photo.png -o c4.png
ok "the results are the same" bash -c 'cmp c1.png c2.png && cmp c1.png c3.png && cmp c1.png c4.png'
finish
