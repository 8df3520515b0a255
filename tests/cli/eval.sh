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
holds "which names the precision that ran" -n "$(grep '"precision": "fp32"' one.json)"
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
holds "names its groups in each of its three tables" "$(grep -c '^ *\(studio\|street\) ' out.txt)" -eq 6
ok "by folder, with all metrics, and the worst on a sheet" "$segme" eval model --data set/manifest.csv --group folder \
  --refine none --metrics all --worst sheet.jpg --worst-count 1
holds "the sheet is there" "$(head -c 2 sheet.jpg | od -An -tx1 | tr -d ' ')" = ffd8
holds "Grad and Conn are there" "$(grep -c '^all .* -$' out.txt)" -eq 0
holds "one group is no fairness" "$(grep -c fairness out.txt)" -eq 0
ok "fairness, as JSON" "$segme" eval model --data set/manifest.csv --group source --refine none --json
holds "half a point of IoU is not fair" "$(near "$(grep -o '"gap_points": [0-9.]*' out.txt | sed 's/.*: //')" 50)" = 1
holds "and says so" -n "$(grep '"fair": false' out.txt)"
holds "all pixels together give three of four, too" "$(near "$(figure out.txt global iou)" 0.75)" = 1
refuses 2 "There are: folder, image" "a column that is not there" "$segme" eval model --data set/manifest.csv --group colour

ok "a folder as a video" "$segme" eval model set --images images --masks masks --refine none --video --json
holds "the truth loses half of its people in one step: dtSSD is 100 sqrt(1/2)" \
  "$(near "$(grep -o '"dtssd": [0-9.]*' out.txt | sed 's/.*: //')" 70.7107)" = 1
holds "and nothing that stands still flickers" "$(near "$(grep -o '"flicker": [0-9.e-]*' out.txt | sed 's/.*: //')" 0)" = 1

cp -r model model-2
ok "two models side by side" "$segme" eval model ./model-2 set --images images --masks masks --refine none --csv two.csv
holds "each has its column" "$(grep -c '^all (2) *model *./model-2$' out.txt)" -eq 1
holds "with equal figures" -n "$(grep -E '^IoU % +75.0[0-9]+ +75.0[0-9]+$' out.txt)"
holds "and a line a picture and model" "$(grep -c '^\(model\|./model-2\),' two.csv)" -eq 5
ok "two models over a manifest" "$segme" eval model model-2 --data set/manifest.csv --refine none --json
holds "have an object each" "$(grep -c '"hash"' out.txt)" -eq 2
# What is wrong with a model is found before any picture is read (gone.bmp), and what was scored is shown.
cp -r model model-broken && echo more >>model-broken/model.onnx
refuses 5 "model-broken/model.onnx" "a bad model, before any work" \
  "$segme" eval model model-broken --data set/manifest.csv --split train --refine none
mkdir pipes && mkfifo pipes/p.bmp && cp set/masks/b.bmp pipes/mask.bmp
printf 'image,mask,split\np.bmp,mask.bmp,val\n' >pipes/manifest.csv
{
  cat set/images/b.bmp >pipes/p.bmp
  sleep 2
  echo nonsense >pipes/p.bmp
} &
refuses 3 "pipes/p.bmp" "a picture that the second model cannot read" \
  timeout 60 "$segme" eval model model-2 --data pipes/manifest.csv --refine none --jobs 1
holds "the first model's figures are shown" -n "$(grep -E '^all +1 +50.00' out.txt)"
wait
# No file may grow, so the table goes into a pipe.
(ulimit -f 0 && "$segme" eval model set --images images --masks masks --refine none --csv full.csv 2>/dev/null) | cat >table.txt
holds "the table is shown even if its file cannot be written" -n "$(grep '^all' table.txt)" -a ! -e full.csv
ok "pictures without people" "$segme" eval model --background-only set/images --refine none --json
holds "all of them is taken for person" -n "$(grep '"person_share": 1.0' out.txt)"

lines=2 refuses 4 "cannot write" "a sheet that cannot be written" "$segme" eval model set --images images --masks masks --refine none \
  --worst /proc/nowhere/sheet.jpg
holds "the table is shown all the same" -n "$(grep '^all' out.txt)"
mkdir torn && cp set/images/a.bmp torn/a.bmp && head -c 100 set/images/b.bmp >torn/b.bmp
lines=2 refuses 3 "torn/b.bmp" "a broken background" "$segme" eval model set --images images --masks masks --refine none --background-only torn
holds "the table is shown then, too" -n "$(grep '^all' out.txt)"
mkdir -p sizes/images sizes/masks && cp set/images/a.bmp sizes/images && cp set/masks/a.bmp sizes/masks
bmp sizes/images/b.bmp 32 48 120 && bmp sizes/masks/b.bmp 32 48 255 16
refuses 3 "its size is 32x48, another one. Leave --video out" "pictures of two sizes as a video" \
  "$segme" eval model sizes --images images --masks masks --refine none --video
mkdir peers && cp -r model peers/a && cp -r model peers/b && echo nonsense >peers/broken.onnx && echo text >peers/readme.txt
ok "peers beside a model" "$segme" eval model --peers peers --data set/manifest.csv --refine none
holds "three columns" "$(grep -c '^all (2) *model *a *b$' out.txt)" -eq 1
holds "with what they cost" "$(grep -c '^net ms, one core\|^file, MB' out.txt)" -eq 2
holds "and who cannot be run" -n "$(grep 'left out: .*broken.onnx' err.txt)"
ok "peers as JSON" "$segme" eval model --peers peers --data set/manifest.csv --refine none --json
holds "each with its cost" "$(grep -c '"net_ms"' out.txt)" -eq 3
refuses 2 "there is no model in" "a folder without models" "$segme" eval model --peers set --data set/manifest.csv
refuses 2 "cannot look into" "a folder that is not there" "$segme" eval model --peers nowhere --data set/manifest.csv
refuses 2 "no model given" "no model at all" "$segme" eval --data set/manifest.csv
refuses 2 "It has: " "a split that is not there" "$segme" eval model --data set/manifest.csv --split test
refuses 3 "gone.bmp" "a picture that is not there" "$segme" eval model --data set/manifest.csv --split train
# Masks of other scales: what they hold is judged, and the advice is run as it stands.
mkdir -p scales/images scales/masks
cp set/images/*.bmp scales/images
for value in 1 20; do
  for name in a b; do bmp scales/masks/$name.bmp 64 48 $value 24; done
  refuses 3 "a mask of 0/$value" "masks of 0/$value" "$segme" eval model --data scales --refine none
  advice=$(grep -o "data remask .* --size 0" err.txt | sed "s/NEW/new$value/")
  ok "are mended as the sentence says" eval "'$segme' $advice"
  ok "and are a sound set" "$segme" data check "scales/images,new$value" --no-repeats
  ok "that is scored" "$segme" eval model --data "scales/images,new$value" --refine none --json
  holds "against half a person" "$(near "$(figure out.txt iou mean)" 0.5)" = 1
done
bmp scales/masks/a.bmp 64 48 200 24
refuses 3 "a mask of 0/20" "not beside one of 0/20" "$segme" eval model --data scales --refine none --jobs 1
cp scales/masks/a.bmp scales/masks/b.bmp
ok "two masks of 0/200" "$segme" eval model --data scales/images/,scales/masks/ --refine none
holds "are said" -n "$(grep 'note: .*0 and 200.*(2 mattes alike)' err.txt)"

rm set/masks/b.bmp
refuses 3 "no matte for 'b.bmp'" "a picture without truth" "$segme" eval model set --images images --masks masks
refuses 3 "no picture" "an empty folder" "$segme" eval model --background-only empty
refuses 2 "no labelled pictures" "no set" "$segme" eval model
refuses 5 "" "no model" "$segme" eval nonsense --background-only set/images
finish
