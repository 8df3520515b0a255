# segme data: sound and broken sets made of the samples, and every sub-command that makes more of them.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

# count FILE KIND: how often a finding of that kind is in a JSON report.
count() { grep -c "\"kind\": \"$2\"" "$1"; }
# side FILE BYTE: one byte of a PNG's head; 19 and 23 are the last of width and height.
side() { od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' '; }

ok "the list of commands" "$segme" data --help
holds "names check" -n "$(grep ' check ' out.txt)"
refuses 2 "Did you mean" "a mistyped command" "$segme" data chek set
refuses 2 "SET" "no set" "$segme" data check

mkdir -p set/images set/masks bg raw/images raw/masks
cp "$samples/astronaut.png" set/images/a.png
cp "$samples/photographer.png" set/images/p.png
for name in a p; do
  ok "a matte for $name" "$segme" image "set/images/$name.png" --matte -o "set/masks/$name.png"
done
cp "$samples/coffee.png" "$samples/rocket.jpg" bg
before=$(cat set/images/* set/masks/* | cksum)

ok "a sound set" "$segme" data check set --json
holds "has two labelled pictures" "$(field <(tr -d '\n' <out.txt) labelled | tr -d ' ')" = 2
holds "and no errors" "$(field <(tr -d '\n' <out.txt) errors | tr -d ' ')" = 0
ok "as text" "$segme" data check set
holds "is one line" "$(wc -l <out.txt)" -eq 1
ok "two folders" "$segme" data check set/images,set/masks
"$segme" data check set --min 3 >out.txt
holds "fewer than asked for ends with 3" $? -eq 3
holds "says so" -n "$(grep 'fewer than 3' out.txt)"
ok "which may be allowed" "$segme" data check set --min 3 --allow too-few
refuses 3 "IMAGES,MASKS" "no set" "$segme" data check bg
refuses 3 "no such file" "nothing" "$segme" data check none

# A set with one defect of each kind that files can have.
for name in small zero-one empty full lonely same; do cp "$samples/rocket.jpg" "raw/images/$name.jpg"; done
bmp raw/masks/small.bmp 64 48 255 24
bmp raw/masks/zero-one.bmp 640 427 1 200
bmp raw/masks/empty.bmp 640 427 0
bmp raw/masks/full.bmp 640 427 255
bmp raw/masks/same.bmp 640 427 255 200
bmp raw/masks/alone.bmp 640 427 255 200
echo nothing >raw/images/broken.png
bmp raw/masks/broken.bmp 640 427 255 200
"$segme" data check raw --json >report.json 2>err.txt
holds "a broken set ends with 3" $? -eq 3
for kind in missing-matte missing-picture unreadable size values empty full repeated; do
  holds "finds $kind" "$(count report.json $kind)" -eq 1
done
{
  echo image,mask,source,kind,label,split
  echo images/a.png,masks/a.png,s,k,,train
  echo ../bg/rocket.jpg,,s,k,,train
  echo images/a.png,masks/a.png,s,k,,val
} >set/manifest.csv
"$segme" data check set/manifest.csv --json >report.json
holds "the same picture in two splits is an error" "$?$(count report.json two-splits)" = 31
rm set/manifest.csv

# A set labelled anew: what is judged by and what is nobody stay, and a model that sees nothing changes no mask.
mkdir -p relabel
{
  echo image,mask,source,kind,label,split,tone
  echo set/images/a.png,set/masks/a.png,s,"\"k, l\"",human,train,dark
  echo set/images/p.png,set/masks/p.png,s,k,,val,
  echo bg/coffee.png,,b,,,train,
} >labels.csv
ok "labels" "$segme" data label labels.csv --model portrait_fast -o relabel
holds "says how many" -n "$(grep '^1 masks with the model' out.txt)"
holds "whose mask is said to be soft; other columns stay" -n "$(grep 'masks/set/images/a.png,s,"k, l",soft,train,dark$' relabel/manifest.csv)"
holds "one mask is new" "$(find relabel/masks -name '*.png' | wc -l)" -eq 1
holds "the judged one keeps its own" -n "$(grep "$PWD/set/masks/p.png,s,k,,val" relabel/manifest.csv)"
holds "a background stays one" -n "$(grep 'coffee.png,,b,,,train' relabel/manifest.csv)"
ok "is a sound set" "$segme" data check relabel/manifest.csv --min 2
mkdir -p torn/images torn/masks && cp set/images/a.png set/images/p.png torn/images && cp set/masks/a.png set/masks/p.png torn/masks
head -c 500 set/images/p.png >torn/images/p.png
"$segme" data label torn -o torn-labels --model portrait_fast >out.txt 2>err.txt
holds "a broken picture ends with 7" $? -eq 7
holds "and is not in the new set" "$(grep -c 'p.png' torn-labels/manifest.csv) $(grep -c 'a.png' torn-labels/manifest.csv)" = '0 1'
refuses 4 "Say --overwrite" "made already" "$segme" data label labels.csv --model portrait_fast -o relabel
ok "labels of a model that sees somebody else" "$segme" data label labels.csv --model portrait_fast --agree 1 -o relabel2
holds "are the old ones" -n "$(grep "$PWD/set/masks/a.png,s,\"k, l\",human" relabel2/manifest.csv)"
refuses 2 "model" "nobody to ask" "$segme" data label labels.csv -o relabel3
cp -r set set2
"$segme" data check set set2 --json >report.json
holds "also of two sets" "$?$(count report.json two-splits)" = 32

ok "composites" "$segme" data synthetic set -b bg -o syn --size 96 --count 2 --seed 3
holds "are named after their people" "$(printf '%s\n' syn/{images,masks}/syn_[ap]_[01].png | wc -l)" -eq 8
holds "have the size asked for" "$(side syn/images/syn_a_0.png 19)x$(side syn/images/syn_a_0.png 23)" = 96x96
ok "are a sound set" "$segme" data check syn --allow two-splits
ok "again with the same seed" "$segme" data synthetic set -b bg -o syn2 --size 96 --count 2 --seed 3 --jobs 1
holds "they are the same" "$(cat syn/images/* | cksum)" = "$(cat syn2/images/* | cksum)"
ok "the plain form" "$segme" data synthetic set -b bg -o plain --plain --size 64
lines=3 refuses 7 "It exists\|it exists" "outputs stay" "$segme" data synthetic set -b bg -o plain --plain --size 64
ok "unless told" "$segme" data synthetic set -b bg -o plain --plain --size 64 --overwrite
refuses 2 "no background" "no background" "$segme" data synthetic set -o x

ok "warm and cool" "$segme" data curves set -o curves
holds "with their masks" "$(printf '%s\n' curves/{images,masks}/*_{warm,cool}.png | wc -l)" -eq 8
holds "the masks are the same" "$(cksum <curves/masks/a_warm.png)" = "$(cksum <curves/masks/a_cool.png)"
ok "of a folder of pictures" "$segme" data curves bg -o curves2
holds "without folders" -e curves2/rocket_cool.png

refuses 3 "0, 1 and 255" "labels of 0/1 among those of 0/255" "$segme" data remask raw/masks -o re --size 32
ok "masks of labels" "$segme" data remask raw/masks -o re --size 32 --person 1,255
holds "say what is person" -n "$(grep '1, 255 is person' out.txt)"
holds "have one size" "$(side re/full.png 19)x$(side re/full.png 23)" = 32x32
lines=3 refuses 7 "one of the sources" "a source is never overwritten" "$segme" data remask re/full.png -o re --overwrite --size 16
rm raw/masks/zero-one.bmp
echo broken >raw/masks/z.png
mkdir unread && echo broken >unread/y.png
refuses 3 "unread/y.png" "where no label can be read, that is said" "$segme" data remask unread -o re3
lines=3 refuses 7 "z.png" "a broken label does not end the rest" "$segme" data remask raw/masks -o re2
holds "which is there" -e re2/full.png

ok "arrays" "$segme" data npy set -o arr --size 64
holds "of the size that two pictures have" "$(wc -c <arr/img_uint8.npy)" -eq $((128 + 2 * 64 * 64 * 3))
holds "and two masks" "$(wc -c <arr/msk_uint8.npy)" -eq $((128 + 2 * 64 * 64))
ok "are a set" "$segme" data check arr
head -c 80 arr/msk_uint8.npy | sed "s/|u1/|b1/" >booleans.npy # a head of other values is a head all the same
tail -c +81 arr/msk_uint8.npy >>booleans.npy
ok "with masks of true and false, too" "$segme" data check arr/img_uint8.npy,booleans.npy
ok "by name" "$segme" data check arr/img_uint8.npy,arr/msk_uint8.npy
ok "as pictures again" "$segme" data npy arr -o back
ok "and back" "$segme" data npy back -o arr2
holds "nothing is lost" "$(cat arr/*.npy | cksum)" = "$(cat arr2/*.npy | cksum)"
head -c 9000 arr/img_uint8.npy >cut.npy
refuses 3 "cut short" "a file that is cut short" "$segme" data check cut.npy,arr/msk_uint8.npy
cp bg/rocket.jpg fake.npy
refuses 3 "not an array file" "a file that is no array" "$segme" data check fake.npy,arr/msk_uint8.npy
mkdir -p mixed/images mixed/masks
cp set/images/a.png raw/images/same.jpg mixed/images
cp set/masks/a.png raw/masks/same.bmp mixed/masks
lines=3 refuses 7 "--size" "pictures of several sizes" "$segme" data npy mixed -o arr3

"$segme" data crop set -o crop >out.txt 2>err.txt
status=$?
if [ $status -eq 6 ]; then
  holds "without a detector it says what to install" -n "$(grep opencv err.txt)"
else
  holds "squares are cut" "$status$(ls crop/images)" = 0port_1_a.png
  [ $status -eq 0 ] || sed 's/^/        /' err.txt | head -n 40
  holds "with their mask" "$(side crop/masks/port_1_a.png 18)$(side crop/masks/port_1_a.png 19)" = 10 # 256
fi
mkdir -p run
constant_weights portrait run/best.safetensors
ok "a model is made" "$segme" export run -o model/ --size 64 --name all-person
ok "arrays can be scored against" "$segme" eval model --data arr --refine none --json
holds "with all their rows" -n "$(grep '"hash"' out.txt)"
ok "folders too" "$segme" eval model --data set --refine none
bmp mixed/masks/same.bmp 640 427 1 200
refuses 3 "1 of 255" "a mask of 0/1 is refused" "$segme" eval model --data mixed --refine none
holds "sources are as they were" "$(cat set/images/* set/masks/* | cksum)" = "$before"
finish
