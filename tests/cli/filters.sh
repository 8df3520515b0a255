# Every filter as a user types it, together with --background, in chains, and background subtraction with a plate.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "${SEGME_SOURCE_DIR:?}/tests/cli/common.sh"
cp "$samples/astronaut.png" photo.png
cp "$samples/rocket.jpg" beach.jpg

ok "help lists the filters" "$segme" image --help filters
cp out.txt help.txt
for name in guided threshold hysteresis morphology blur bokeh colour alpha smooth_step colour_transfer harmonise light_wrap \
  despill overlay sepia emboss curves kuwahara bgsub; do
  holds "$name is among them" "$(grep -c "^  $name " help.txt)" -ge 1
done
holds "with their ranges" "$(grep -c 'float, 0..2' help.txt)" -ge 1

# changed NAME: x.png is there and is not the plain composite.
changed() { holds "$1 makes a picture of its own" "$(cksum <x.png)" != "$(cksum <plain.png)" -a -s x.png; }
ok "a plain composite" "$segme" image photo.png -o plain.png --background beach.jpg
ok "alpha by name" "$segme" image photo.png -o named.png --background beach.jpg --render alpha
ok "is the same" cmp plain.png named.png
for chain in colour_transfer seamless_clone smooth_step harmonise harmonise,light_wrap despill sepia emboss curves kuwahara; do
  ok "--render $chain" "$segme" image photo.png -o x.png --overwrite --background beach.jpg --render "$chain"
  changed "$chain"
done
if grep -q '^  harmonise_caffe' help.txt; then
  refuses 5 "no-such.prototxt" "a harmonising net that is not there" "$segme" image photo.png -o y.png --background beach.jpg \
    --render harmonise_caffe:proto=no-such.prototxt
fi
ok "options in a chain" "$segme" image photo.png -o x.png --overwrite --background beach.jpg \
  --render colour_transfer:of=frame,strength=1,light_wrap:width=3,sepia:strength=0.5
ok "a background in the chain" "$segme" image photo.png -o x.png --overwrite --render bokeh:strength=3,sepia
ok "an effect on a cut-out" "$segme" image photo.png --render sepia
holds "is a cut-out" -s photo-cutout.png
ok "the overlay" "$segme" image photo.png --render overlay
holds "is a composite" -s photo-composite.jpg
ok "refiners" "$segme" image photo.png -o x.png --overwrite --matte --refine threshold:at=0.6,hysteresis:high=0.8,guided

refuses 2 "needs something behind" "colour_transfer without a background" "$segme" image photo.png -o y.png --render colour_transfer
refuses 2 "shows no background" "a background that nobody shows" "$segme" image photo.png -o y.png -b beach.jpg --render overlay
refuses 2 "again" "two that draw" "$segme" image photo.png -o y.png -b beach.jpg --render sepia,alpha
refuses 2 "unknown renderer" "a slip" "$segme" image photo.png -o y.png -b beach.jpg --render seepia
refuses 2 "strength" "an option out of range" "$segme" image photo.png -o y.png --render sepia:strength=9
head -c 100 beach.jpg >broken.acv
refuses 2 "broken.acv" "a broken curve file" "$segme" image photo.png -o y.png --render curves:file=broken.acv
holds "nothing was written" ! -e y.png

# The plate: the beach alone, laid out as it is behind the person.
bmp grey.bmp 512 512 120
ok "a plate" "$segme" image grey.bmp -o plate.png --background beach.jpg --refine threshold:at=1,upsample
ok "bgsub with a plate" "$segme" image plain.png -o found.png --matte --method bgsub --plate plate.png --json
cp out.txt bgsub.json
ok "the net for comparison" "$segme" image photo.png -o net.png --matte --json
cp out.txt net.json
a=$(field bgsub.json person)
b=$(field net.json person)
holds "finds as much of the person" "$(echo "$a $b" | awk '{d = $1 - $2; print (d < 0.03 && d > -0.03)}')" = 1
holds "and says what found it" "$(field bgsub.json model)" = bgsub
ok "both together" "$segme" image plain.png -o both.png --background white --method bgsub:shadows=0.6,net --plate plate.png
holds "the steps of bgsub are among the options" "$(grep -c 'own|reference' help.txt)" -ge 1
ok "the reference's steps" "$segme" image plain.png -o steps.png --matte --refine none --method bgsub:steps=reference --plate plate.png --json
cp out.txt steps.json
c=$(field steps.json person)
holds "find a person too" "$(echo "$c" | awk '{print ($1 > 0.1 && $1 < 0.9)}')" = 1
holds "and not the same matte" "$(cksum <steps.png)" != "$(cksum <found.png)"
refuses 2 "own or reference" "steps of nobody" "$segme" image plain.png -o y.png --method bgsub:steps=mine --plate plate.png
refuses 2 "--plate" "bgsub without a plate" "$segme" image plain.png -o y.png --method bgsub
refuses 2 "the method bgsub" "a plate without bgsub" "$segme" image plain.png -o y.png --plate plate.png
refuses 2 "unknown method" "an unknown method" "$segme" image plain.png -o y.png --method magic
refuses 3 "missing.png" "a plate that is not there" "$segme" image plain.png -o y.png --method bgsub --plate missing.png
refuses 2 "same view" "a plate of another shape" "$segme" image plain.png -o y.png --method bgsub --plate beach.jpg
before=$(cksum <plate.png)
refuses 4 "it is an input" "the plate is never overwritten" "$segme" image plain.png -o plate.png --overwrite --method bgsub \
  --plate plate.png
holds "it is as it was" "$(cksum <plate.png)" = "$before"

# The harmoniser is taught and judged on a set, here of one picture.
mkdir -p set/images set/masks
cp photo.png set/images/a.png
cp net.png set/masks/a.png
ok "train harmonise writes weights" "$segme" train harmonise --data set --steps 20 -o weights.cpp
holds "as a source file" "$(grep -c 'kWeights' weights.cpp)" -ge 1
ok "and judges what is built in" "$segme" train harmonise --data set --judge-only
holds "beside alpha" "$(grep -c '^alpha\|^colour_transfer' out.txt)" -ge 5
refuses 2 "--judge-only" "weights need a place" "$segme" train harmonise --data set
finish
