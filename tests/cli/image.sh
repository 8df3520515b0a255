# segme image as a user types it: what is written, where, and what is said.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"

ok "one picture becomes a cut-out in the current folder" "$segme" image "$samples/astronaut.png"
holds "it is named after its picture" -s astronaut-cutout.png
holds "nothing else is written" "$(find . -type f ! -name '*.txt' | wc -l)" -eq 1
refuses 4 "it exists" "an output that exists is not replaced" "$segme" image "$samples/astronaut.png"
ok "--skip-existing leaves it" "$segme" image --skip-existing "$samples/astronaut.png"
ok "--overwrite replaces it" "$segme" image --overwrite "$samples/astronaut.png"

cp "$samples/astronaut.png" photo.png
ok "the kind follows the extension" "$segme" image photo.png -o cut.webp
holds "a WebP begins as one" "$(head -c 12 cut.webp | tail -c 4)" = WEBP
ok "a blurred background" "$segme" image photo.png -o blur.jpg --background blur
ok "a colour" "$segme" image photo.png -o green.jpg --background '#00ff00'
ok "a picture behind" "$segme" image photo.png -o rocket.jpg --background "$samples/rocket.jpg"
holds "a JPEG begins as one" "$(head -c 2 rocket.jpg | od -An -tx1 | tr -d ' ')" = ffd8
ok "standard input to standard output" bash -c "'$segme' image - -o - < photo.png > piped.png"
ok "the same picture by name" "$segme" image photo.png -o named.png
ok "gives the same bytes" cmp piped.png named.png

ok "JSON says what happened" "$segme" image photo.png -o json.png --json
cp out.txt line.json
holds "its width" "$(field line.json width)" = 512
holds "its output" "$(field line.json output)" = json.png
person=$(field line.json person)
holds "a person is found" "$(echo "$person" | awk '{print ($1 > 0.2 && $1 < 0.8)}')" = 1
holds "the device that ran" -n "$(field line.json device)"
ok "a picture without people" "$segme" image "$samples/coffee.png" --json
cp out.txt line.json
holds "is nearly empty" "$(field line.json person | awk '{print ($1 < 0.05)}')" = 1

mkdir -p photos/sub
cp photo.png photos/a.png
cp "$samples/rocket.jpg" photos/a.jpg
cp "$samples/coffee.png" photos/sub/b.png
ok "a folder" "$segme" image photos/ -o mattes/ --matte --json
holds "three mattes" "$(find mattes -type f | wc -l)" -eq 3
holds "structure is kept" -s mattes/sub/b.png
holds "names do not collide" "$(find mattes -maxdepth 1 -type f | wc -l)" -eq 2
holds "three lines of JSON" "$(wc -l <out.txt)" -eq 3
ok "16 bits" "$segme" image photo.png -o deep.png --matte --depth 16
holds "are 16 bits in the file" "$(od -An -tu1 -j24 -N1 deep.png | tr -d ' ')" = 16
ok "a pattern" "$segme" image photos/a.png photos/a.jpg -o 'out/%s-%03d.png'
holds "numbers its files" -s out/a-001.png -a -s out/a-002.png
printf 'photos/a.png\nphotos/missing.png\n\nphotos/a.jpg\n' >list.txt
lines=9 refuses 7 "missing.png" "a list goes on past what is missing" "$segme" image --files-from list.txt -o listed/
holds "and answers a line each" "$(wc -l <out.txt)" -eq 3
holds "two are written" "$(find listed -type f | wc -l)" -eq 2
ok "a glob that the shell did not open" "$segme" image 'photos/*.png' -o globbed/ --matte
holds "is opened" -s globbed/a.png
ok "a dry run" "$segme" image photos -o dry/ --dry-run
holds "writes nothing" ! -e dry
holds "and says so of no file that is not there" -z "$(grep 'exists' out.txt)"
mkdir dry && touch dry/a.png
ok "a dry run where one exists" "$segme" image photos/a.png -o dry/ --skip-existing --dry-run
holds "says so of that one" "$(cat out.txt)" = 'photos/a.png -> dry/a.png (exists, left as it is)'
ok "jobs and one job give the same" bash -c "
  '$segme' image photos -o one/ --jobs 1 --threads 1 && '$segme' image photos -o two/ --jobs 2 --threads 1 && diff -r one two"

# A processor without VNNI adds products of bytes in fewer bits; the engine can be told to be one.
for level in fast balanced accurate; do
  ok "$level as this processor does it" "$segme" image photo.png --matte --quality $level -o "$level.png"
  ok "and as an old one does" env ONEDNN_MAX_CPU_ISA=AVX2 XDG_CACHE_HOME="$PWD/old" "$segme" image photo.png --matte --quality $level -o "$level-old.png"
  apart=$(compare -metric MAE "$level.png" "$level-old.png" null: 2>&1 | sed 's/.*(\(.*\))/\1/')
  holds "give one matte ($apart apart on average)" "$(awk "BEGIN { print ($apart < 0.001) }")" = 1
done

printf 'x' >before.txt
cp photo.png same.png
before=$(cksum <same.png)
refuses 4 "it is an input" "a source is never overwritten" "$segme" image same.png -o same.png --overwrite
ln same.png link.png
refuses 4 "it is an input" "nor through a link" "$segme" image same.png -o link.png --overwrite
holds "it is as it was" "$(cksum <same.png)" = "$before"

mkdir -p many && for i in $(seq 1 40); do cp photo.png many/$i.png; done
"$segme" image many -o stopped/ --jobs 2 >/dev/null 2>err.txt &
pid=$!
while [ ! -e stopped ]; do kill -0 $pid 2>/dev/null || break; sleep 0.02; done
kill -INT $pid
wait $pid
holds "Ctrl-C ends with 130" $? -eq 130
holds "and leaves no half file" "$(find stopped -name '.*' -type f | wc -l)" -eq 0
for file in stopped/*.png; do "$segme" image "$file" --matte --dry-run >/dev/null || failures=$((failures + 1)); done
ok "help names every option" "$segme" image --help
ok "and the filters" "$segme" image --help filters
finish
