# segme train: teaching for 8 bits, and starts from files of Keras and TensorFlow.js. Skips itself in a build without LibTorch.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

[ -x "$(dirname "$segme")/segme-train" ] || {
  echo "skipped: segme-train is not built (cmake --preset train)"
  exit 77
}
mkdir -p set/images set/masks
for name in a b c d e f; do
  bmp set/images/$name.bmp 40 40 200 25
  bmp set/masks/$name.bmp 40 40 255 25
done
train=(--data set --threads 1 --batch 2)

# In floats, then for 8 bits: the file has the very steps that the run was taught with, so it needs no pictures.
ok "a net in floats" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 4 -o floats
holds "a set without sources has one line of scores" "$(grep -c ' iou [0-9]' err.txt) $(grep -c '  all  .* iou ' err.txt)" = '1 1'
ok "goes on for 8 bits" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 2 -o eight --start floats --quantise 8
holds "from what its folder holds, in 32 bits" "$(grep -c 'floats/best.safetensors"\|"bf16": false\|"quantise": "8"' eight/run.json)" = 3
ok "and on in a second sitting" "$segme" train --resume -o eight --steps 4
ok "and once more from the same start" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 2 -o again \
  --start floats --quantise 8
holds "as another run" "$(cksum <eight/last.safetensors)" != "$(cksum <again/last.safetensors)"
ok "or the same" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 2 -o third --start floats --quantise 8
holds "bit for bit" "$(cksum <third/last.safetensors)" = "$(cksum <again/last.safetensors)"
ok "8 bits without pictures" "$segme" export eight -o eight.onnx --precision int8
holds "have the ranges of the run" -n "$(grep 'ranges that the run was taught with' out.txt)"
ok "as TFLite, too" "$segme" export eight -o eight.tflite --precision int8 --force
refuses 2 "Add --data" "a run in floats has none" "$segme" export floats -o floats.onnx --precision int8
refuses 3 "cannot read --start 'nowhere'" "a start that is not there" "$segme" train prisma "${train[@]}" -o x --start nowhere
refuses 3 "no 'best.safetensors' in it" "a folder that is no run" "$segme" train prisma "${train[@]}" -o x --teacher set
ok "a run teaches another" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 1 -o taught --teacher floats
holds "by its best weights" "$(grep -c '"teacher": "floats/best.safetensors"' taught/run.json)" = 1
refuses 2 "Add --start" "8 bits from nothing" "$segme" train prisma "${train[@]}" -o x --quantise 8
lines=9 refuses 2 "resume with --quantise 'none'" "a run for 8 bits stays one" "$segme" train --resume -o eight --quantise none
# A pruned net is taught on as it is, stopped, gone on with and exported.
ok "fewer channels" "$segme" net prune floats -o pruned.safetensors --keep 0.5
ok "are taught on" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 2 -o pruned --start pruned.safetensors
holds "as they are" -n "$(grep 'start: a pruned net, with [0-9]* of [0-9]* multiply' err.txt)"
holds "all of them" -n "$(grep 'start: \([0-9]*\) of \1 tensors .* 0 of them narrowed' err.txt)"
ok "in two sittings" "$segme" train --resume -o pruned --steps 4
ok "exported" "$segme" export pruned -o pruned.onnx
ok "taught for 8 bits" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 2 -o narrow8 --start pruned --quantise 8
ok "a file in floats starts one, too" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 1 -o unfolded \
  --start pruned.onnx
holds "with the same channels" "$(wc -c <unfolded/best.safetensors)" -eq "$(wc -c <pruned/best.safetensors)"
ok "it teaches others" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 1 -o pupil --teacher pruned/best.safetensors

printf '{"weightsManifest":[{"paths":["w.bin"],"weights":[{"name":"op/kernel","shape":[1,1,1,2],"dtype":"float32"}]}]}' \
  >model.json
printf '\0\0\200\077\0\0\200\077' >w.bin
cp model.json bad.h5
refuses 5 "none of its layers fits. Its layer 'op'" "a file that has no layer of the net" "$segme" train prisma "${train[@]}" \
  -o x --start model.json
refuses 5 "no HDF5 file" "an .h5 that is none" "$segme" train prisma "${train[@]}" -o x --start bad.h5

# The reference's files, as h5py writes them: a whole prisma-net, and the encoder of MobileNetV2 for the U-Net on it.
python=/usr/bin/python3
"$python" -c 'import h5py' 2>/dev/null || {
  echo "skipped .h5: $python has no h5py (Debian package python3-h5py)"
  finish
}
cat >keras.py <<'END'
import h5py, numpy, json, sys
random = numpy.random.default_rng(3)
def save(name, layers, inside=None):
    with h5py.File(name, 'w') as file:
        top = file.create_group(inside) if inside else file
        top.attrs['layer_names'] = numpy.array([l.encode() for l, _ in layers])
        for layer, parts in layers:
            group = top.create_group(layer)
            group.attrs['weight_names'] = numpy.array([(layer + '/' + p + ':0').encode() for p, _ in parts])
            for part, value in parts:
                group.create_dataset(layer + '/' + part + ':0', data=value.astype('f4'))
def tfjs(name, layers):
    listed, values = [], b''
    for layer, parts in layers:
        for part, value in parts:
            listed.append({'name': layer + '/' + part, 'shape': list(value.shape), 'dtype': 'float32'})
            values += value.astype('<f4').tobytes()
    open('group1-shard1of2.bin', 'wb').write(values[:1000])
    open('group1-shard2of2.bin', 'wb').write(values[1000:])
    json.dump({'weightsManifest': [{'paths': ['group1-shard1of2.bin', 'group1-shard2of2.bin'], 'weights': listed}]}, open(name, 'w'))
def some(*shape):
    return random.normal(0, numpy.sqrt(1 / numpy.prod(shape[:-1])), shape)
layers, number = [], [0]
def conv(kind, *shape, bias):
    number[0] += 1
    layers.append((kind + '_%d' % number[0], [('kernel', some(*shape)), ('bias', some(bias))]))
def residuals(count, c):
    for _ in range(2 * count):
        number[0] += 1
        layers.append(('separable_conv2d_%d' % number[0], [('depthwise_kernel', some(3, 3, c, 1)), ('pointwise_kernel', some(1, 1, c, c)), ('bias', some(c))]))
before = 3
for c, count in ((8, 1), (32, 1), (64, 1), (128, 2), (128, 6)):
    conv('conv2d', 3, 3, before, c, bias=c)
    residuals(count, c)
    before = c
for c in (128, 64, 32, 8):
    conv('conv2d_transpose', 3, 3, c, before, bias=c)
    residuals(3, c)
    before = c
conv('op', 1, 1, 1, 8, bias=1)
save('prisma.h5', layers, 'model_weights')
tfjs('prisma.json', layers)
layers = []
def norm(name, c):
    layers.append((name, [('gamma', numpy.ones(c)), ('beta', numpy.zeros(c)), ('moving_mean', some(c)), ('moving_variance', numpy.ones(c))]))
layers.append(('Conv1', [('kernel', some(3, 3, 3, 16))]))
norm('bn_Conv1', 16)
before = 16
for i, (expand, c) in enumerate([(0, 8), (48, 16), (96, 16), (96, 16), (96, 16), (96, 16), (96, 32), (192, 32), (192, 32), (192, 32), (192, 48), (288, 48), (288, 48), (288, 80), (480, 80), (480, 80), (480, 160)]):
    name = 'block_%d' % i if i else 'expanded_conv'
    if expand:
        layers.append((name + '_expand', [('kernel', some(1, 1, before, expand))]))
        norm(name + '_expand_BN', expand)
        before = expand
    layers.append((name + '_depthwise', [('depthwise_kernel', some(3, 3, before, 1))]))
    norm(name + '_depthwise_BN', before)
    layers.append((name + '_project', [('kernel', some(1, 1, before, c))]))
    norm(name + '_project_BN', c)
    before = c
layers.append(('Conv_1', [('kernel', some(1, 1, 160, 1280))]))
save('encoder.h5', layers)
END
ok "files of Keras and TensorFlow.js" "$python" keras.py
ok "a whole net of Keras starts a run" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 1 -o keras --start prisma.h5
holds "with all its layers" -n "$(grep 'start: 56 of 56 layers' err.txt)" -a -z "$(grep 'note: It' err.txt)"
ok "and so does one of TensorFlow.js" "$segme" train prisma "${train[@]}" --size 64 --small-share 0 --steps 1 -o tfjs --start prisma.json
holds "as the same run" "$(cksum <keras/last.safetensors)" = "$(cksum <tfjs/last.safetensors)"
ok "an encoder starts a U-Net" "$segme" train mobile_unet_deconv "${train[@]}" --size 64 --small-share 0 --steps 1 -o encoder \
  --start encoder.h5
holds "as far as it goes, which is said" -n "$(grep "layer 'Conv_1' with a kernel of \[1, 1, 160, 1280\] does not fit 'conv2d_transpose_1'" err.txt)"
finish
