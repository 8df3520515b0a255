# segme eval: a model that calls everything person, against truth whose share of person is known.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

mkdir run set set/images set/masks empty
constant_weights portrait run/best.safetensors
ok "a model is made" "$segme" export run -o model/ --size 64 --name all-person
for name in a b; do bmp "set/images/$name.bmp" 64 48 120; done
bmp set/masks/a.bmp 64 48 255
bmp set/masks/b.bmp 64 48 255 24
figure() { grep -A 5 "\"$2\": {" "$1" | grep -o "\"$3\": [0-9.e-]*" | head -n 1 | sed 's/.*: //'; }
near() { echo "$1 $2" | awk '{print ($1 - $2 < 0.001 && $2 - $1 < 0.001)}'; }

ok "a set" "$segme" eval model set --images images --masks masks --refine none --csv scores.csv
ok "as JSON, with one job" "$segme" eval model set --images images --masks masks --refine none --json --jobs 1
cp out.txt one.json
holds "all person against all and half person is an IoU of 3/4" "$(near "$(figure one.json iou mean)" 0.75)" = 1
holds "and an accuracy of 3/4" "$(near "$(figure one.json accuracy mean)" 0.75)" = 1
holds "the CSV has a line a picture" "$(wc -l <scores.csv)" -eq 3
ok "with two jobs" "$segme" eval model set --images images --masks masks --refine none --json --jobs 2
holds "the figures are the same" "$(grep -v seconds one.json)" = "$(grep -v seconds out.txt)"

{
  echo image,mask,source,kind,label,split
  echo images/a.bmp,masks/a.bmp,studio,portrait,human,val
  echo images/b.bmp,masks/b.bmp,street,portrait,human,val
  echo images/gone.bmp,masks/gone.bmp,street,portrait,human,train
} >set/manifest.csv
ok "a split of a manifest, by group" "$segme" eval model --data set/manifest.csv --group source --refine none
holds "names its groups" "$(grep -c '^ *\(studio\|street\) ' out.txt)" -eq 2
ok "pictures without people" "$segme" eval model --background-only set/images --refine none --json
holds "all of them is taken for person" -n "$(grep '"person_share": 1.0' out.txt)"

refuses 2 "It has: " "a split that is not there" "$segme" eval model --data set/manifest.csv --split test
refuses 3 "gone.bmp" "a picture that is not there" "$segme" eval model --data set/manifest.csv --split train
rm set/masks/b.bmp
refuses 3 "no matte for 'b.bmp'" "a picture without truth" "$segme" eval model set --images images --masks masks
refuses 3 "no picture" "an empty folder" "$segme" eval model --background-only empty
refuses 2 "no labelled pictures" "no set" "$segme" eval model
refuses 5 "" "no model" "$segme" eval nonsense --background-only set/images
finish
