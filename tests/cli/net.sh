# segme net: the catalogue, as text and as JSON, and what is refused.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

ok "the list" "$segme" net list
for name in portrait portrait_fast portrait_fine portrait_steady mobile_unet_deconv mobile_unet_bilinear mnv3_unet_wm10 mnv3_unet_wm05 prisma slim portrait_video \
  mnv3_seg sinet deeplab_dm05 transfer1 transfer7; do
  holds "has $name" "$(grep -c "^$name " out.txt)" -eq 1
done
holds "gives folded parameters" -n "$(grep '^mobile_unet_deconv .* 3620617 ' out.txt)"
holds "calls its times an estimate" -n "$(grep 'estimated from the layers' out.txt)"

# number NAME: of the last JSON output, at its top level.
number() { grep "^  \"$1\": " out.txt | tr -dc '0-9.'; }

ok "one net as JSON" "$segme" net show mobile_unet_deconv --json
holds "its parameters" "$(number parameters)" = 3648561
holds "after folding" "$(number parameters_folded)" = 3620617
holds "its multiplications" "$(number macs)" = 526357504
holds "its memory is that of weights and activations" "$(number memory)" -eq $(($(number memory_weights) + $(number memory_activations)))
holds "its weights are floats" "$(number memory_weights)" -eq $((3620617 * 4))
holds "some milliseconds" -n "$(awk '/^  "latency_ms"/ && $2 + 0 > 0.1 && $2 + 0 < 1000' out.txt)"
holds "the layers' parameters are the net's" "$(awk '/^      "parameters":/ {sum += $2} END {print sum}' out.txt)" = 3648561
holds "and their multiplications" "$(awk '/^      "macs":/ {sum += $2} END {printf "%d", sum}' out.txt)" = 526357504
holds "and their milliseconds" -n "$(awk '/^      "latency_ms":/ {sum += $2} /^  "latency_ms":/ {all = $2 + 0} END {if (sum > all * 0.999 && sum < all * 1.001) print "so"}' out.txt)"
ok "the list as JSON" "$segme" net list --json
holds "has all nets" "$(grep -c '"latency_ms"' out.txt)" -eq 21

ok "one net as text" "$segme" net show deeplab_dm05
holds "names dilations" -n "$(grep '3x3 dilated 4' out.txt)"
holds "at its own odd size" -n "$(grep '3x513x513 -> 1x513x513' out.txt)"
holds "says that the latency is an estimate" -n "$(grep 'latency .* estimate' out.txt)"
ok "another size" "$segme" net show prisma --size 512 --json
holds "has as many parameters" "$(number parameters)" = 923057
holds "and four times the multiplications" "$(number macs)" -eq $((4 * 1097465856))
ok "weights" "$segme" net show slim --weights
holds "have shapes" -n "$(grep '^stem_1.weight 8,3,2,2$' out.txt)"

mkdir a b
constant_weights portrait_fast a/best.safetensors
faint_weights portrait_fast b/best.safetensors
ok "the mean of two runs" "$segme" net average a/best.safetensors b/best.safetensors -o mean.safetensors
ok "keeps its net's name" "$segme" export mean.safetensors -o mean.onnx
refuses 4 "it exists" "a mean over a file that is there" "$segme" net average a/best.safetensors b/best.safetensors -o mean.safetensors
ok "runs are folders, too" "$segme" net average a b -o same.safetensors
holds "and give the same" "$(cksum <same.safetensors)" = "$(cksum <mean.safetensors)"
ok "unless it may be replaced" "$segme" net average a/best.safetensors b/best.safetensors -o mean.safetensors --overwrite
constant_weights portrait b/best.safetensors
refuses 5 "of different nets" "a mean of two nets" "$segme" net average a/best.safetensors b/best.safetensors -o none.safetensors
holds "which writes nothing" ! -e none.safetensors

# A pruned file is that of its net; every other command sees at its tensors how wide it is.
faint_weights portrait_fast b/best.safetensors
ok "a net with fewer channels" "$segme" net prune b -o half.safetensors --keep 0.5
holds "says what is left" -n "$(grep 'net portrait_fast at 192, .* of .* parameters, .* million multiply-accumulates' out.txt)"
macs=$("$segme" net show portrait_fast --size 192 --json | sed -n 's/^  "macs": \([0-9]*\),*$/\1/p')
ok "is exported" "$segme" export half.safetensors -o half.onnx
left=$(sed -n 's/.* \([0-9.]*\) GMACs.*/\1/p' out.txt)
holds "with less to do ($left of $macs)" "$(awk -v l="$left" -v m="$macs" 'BEGIN { print (l > 0 && l * 1e9 < 0.6 * m) }')" = 1
ok "and exported again from there" "$segme" export half.onnx -o again.onnx --precision fp16 --force
ok "runs" "$segme" image "$SEGME_SOURCE_DIR/samples/astronaut.png" --model half.onnx -o half.png
ok "is pruned further" "$segme" net prune half.safetensors -o quarter.safetensors --keep 0.5
ok "to a number of multiplications" "$segme" net prune b -o few.safetensors --macs 60
holds "which it keeps to" -n "$(awk '/ million/ { for (i = 1; i < NF; ++i) if ($(i + 3) == "million" && $i > 45 && $i <= 60) print }' out.txt)"
refuses 4 "it exists" "a pruned net over a file that is there" "$segme" net prune b -o few.safetensors --macs 50
refuses 4 "it is an input" "nor over itself" "$segme" net prune few.safetensors -o few.safetensors --keep 0.5 --overwrite
refuses 2 "Give --keep 0.75" "no share" "$segme" net prune b -o none.safetensors
lines=3 refuses 2 "" "two shares" "$segme" net prune b -o none.safetensors --keep 0.5 --macs 60
lines=3 refuses 2 "" "no channels" "$segme" net prune b -o none.safetensors --keep 0
refuses 2 "at least" "fewer multiplications than can be" "$segme" net prune b -o none.safetensors --macs 0.01
refuses 2 "nothing to prune" "all channels" "$segme" net prune b -o none.safetensors --keep 1
refuses 2 "run of one step" "norms that are folded" "$segme" net prune half.onnx -o none.safetensors --keep 0.5
refuses 2 "ends in .safetensors" "another kind of file" "$segme" net prune b -o none.onnx --keep 0.5
refuses 5 "" "a file that is not there" "$segme" net prune missing.safetensors -o none.safetensors --keep 0.5
holds "which write nothing" ! -e none.safetensors -a ! -e none.onnx

refuses 2 "There are: portrait, " "a net that is not there" "$segme" net show nonsense
refuses 2 "multiple of 32" "a size that no net has" "$segme" net show prisma --size 100
lines=3 refuses 2 "" "no sub-command" "$segme" net
finish
