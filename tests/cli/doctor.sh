# segme doctor: says what is here, and segme train says what it would need.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"
. "$SEGME_SOURCE_DIR/tests/cli/common.sh"

mkdir run
constant_weights portrait run/best.safetensors
ok "a model is made" "$segme" export run -o models/mine/ --size 64 --name mine --licence MIT
export SEGME_MODELS=$PWD/models XDG_CACHE_HOME=$PWD/cache
ok "with a model and an engine all is well" "$segme" doctor
holds "it says the version" "$(head -n 1 out.txt)" = "$("$segme" --version)"
holds "the engine" -n "$(grep '^engine ' out.txt)"
holds "the model" -n "$(grep '^  mine: balanced, 64x64' out.txt)"
holds "its hash" -n "$(grep "$(sha256sum models/mine/model.onnx | cut -c 1-64)" out.txt)"
holds "the cache" -n "$(grep "^cache *$PWD/cache" out.txt)"
ok "as JSON" "$segme" doctor --json
holds "the licence" -n "$(grep '"licence": "MIT"' out.txt)"
holds "the cache can be written" -n "$(grep '"writable": true' out.txt)"
holds "asking makes no folder" ! -e cache

mkdir models/broken
echo '{"nonsense": 1}' >models/broken/card.json
ok "a broken model does not stop it" "$segme" doctor
holds "but is named" -n "$(grep 'broken: .*nonsense' out.txt)"
refuses 2 "sense" "an unknown option" "$segme" doctor --sense

mkdir alone
cp "$segme" alone/segme
refuses 6 "./segme train" "training where segme-train is not built" env PATH=/nowhere "$PWD/alone/segme" train portrait
printf '#!/bin/sh\necho "$0 got $*"\nexit 3\n' >alone/segme-train
chmod +x alone/segme-train
alone/segme train portrait --minutes 1 >out.txt
holds "segme-train beside it is run, with its exit code" $? -eq 3
holds "and gets the arguments" -n "$(grep 'segme-train got portrait --minutes 1' out.txt)"
finish
