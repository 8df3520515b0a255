#!/bin/bash
# Makes docs/figures.json, docs/benchmarks.md and the figures of README and the model cards anew: everything from one run
# on this machine.
#   tools/benchmarks.sh MANIFEST [EMPTY]   MANIFEST: labelled pictures with a split val; EMPTY: a folder of pictures without people
#   tools/benchmarks.sh --page             only writes the pages again, from docs/figures.json
# Times are the least and the median of many runs. Let nothing else run meanwhile. SEGME names the program to measure.
set -u -o pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P) || exit 1
segme=${SEGME:-$here/build-release/segme}
page() {
  python3 "$here/tools/benchmarks_page.py" "$here/docs/figures.json" >"$here/docs/benchmarks.md" &&
    python3 "$here/tools/benchmarks_page.py" "$here/docs/figures.json" --into "$here"
}
case ${1:-} in
--page)
  page
  exit
  ;;
'' | -*)
  echo 'usage: tools/benchmarks.sh MANIFEST [EMPTY]   or   tools/benchmarks.sh --page' >&2
  exit 2
  ;;
esac
manifest=$(realpath "$1") || exit 2
empty=${2:+$(realpath "$2")} || exit 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
models='portrait_fast portrait portrait_fine'

# The machine, and what was measured.
engine=$("$segme" image "$here/samples/astronaut.png" --matte -o warm.png --overwrite --json |
  python3 -c 'import json,sys; print(json.load(sys.stdin)["device"].split(" CPU")[0])') || exit 1
{
  printf 'processor\t%s\n' "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)"
  printf 'cores\t%s\n' "$(nproc)"
  printf '8-bit products\t%s\n' "$(grep -oE -m 1 'avx512_vnni|avx_vnni' /proc/cpuinfo | head -n 1 | grep . || echo 'without VNNI')"
  printf 'system\t%s\n' "$(. /etc/os-release && echo "$PRETTY_NAME")"
  printf 'engine\t%s\n' "$engine"
  printf 'version\t%s\n' "$("$segme" --version)"
  printf 'load at the start\t%s\n' "$(cut -d' ' -f1 /proc/loadavg)"
  printf 'date\t%s\n' "$(date +%Y-%m-%d)"
} >machine.tsv

# Matte quality; the load of the machine does not change it.
# shellcheck disable=SC2086 # a list
"$segme" eval $models --data "$manifest" --split val --group source --json >quality.json || exit
"$segme" eval portrait --data "$manifest" --split val --refine upsample --json >upsample.json || exit
echo '{}' >empty.json
if [ -n "$empty" ]; then
  # shellcheck disable=SC2086
  "$segme" eval $models --background-only "$empty" --json >empty.json || exit
fi
for model in $models; do "$segme" net show "$model" --json >"net-$model.json" || exit; done

# The nets alone, in turn, on one core.
# shellcheck disable=SC2086
taskset -c 0 "$segme" bench $models --rounds 100 --json >bench.json || exit

# A picture of 12 megapixels, stage by stage, and the start of the program.
convert "$here/samples/astronaut.png" -resize 4000x3000! -quality 90 12mpx.jpg || exit
convert "$here/samples/astronaut.png" -resize 640x427! small.jpg || exit
for round in $(seq 9); do
  taskset -c 0 "$segme" image 12mpx.jpg --matte -o m.png --overwrite --json --threads 1 >>stages.jsonl || exit
done
: "$round"
once() {
  local TIMEFORMAT=%R
  { time "$segme" image small.jpg --matte -o m.png --overwrite "$@" >/dev/null; } 2>&1
}
for _ in $(seq 25); do once >>warm.txt; done
for _ in $(seq 9); do once --no-cache >>cold.txt; done
python3 - "$here/docs/figures.json" <<'END' || exit
import json, statistics, sys
load = lambda name: json.load(open(name))
seconds = lambda name: [float(line) * 1000 for line in open(name)]
spread = lambda values: {"least": round(min(values), 1), "median": round(statistics.median(values), 1)}
figures = {"machine": dict(line.rstrip("\n").split("\t") for line in open("machine.tsv"))}
quality = load("quality.json")["models"]
figures["set"] = {"hash": quality[0]["hash"], "refine": quality[0]["refine"]}
figures["models"] = {}
times = {row["model"]: row for row in load("bench.json")["results"]}
empty = {row["model"]: row["background_only"] for row in load("empty.json").get("models", [])}
for model in quality:
    name = model["model"]
    net = load(f"net-{name}.json")
    figures["models"][name] = {
        "net": net,
        "scores": [{key: (value if key in ("group", "pictures") else {k: round(v, 6) for k, v in value.items()})
                    for key, value in row.items() if key in ("group", "pictures", "iou", "boundary_iou", "mae")}
                   for row in model["scores"]],
        "ms": {"least": round(times[name]["min_ms"], 1), "median": round(times[name]["median_ms"], 1)},
        **({"empty": empty[name]} if name in empty else {})}
    figures["models"][name]["net"] = {k: net[k] for k in net if isinstance(net[k], (int, float, str))}
scores = load("upsample.json")["scores"][0]
figures["upsample"] = {k: scores[k]["mean"] for k in ("iou", "boundary_iou", "mae")}
stages = [json.loads(line)["ms"] for line in open("stages.jsonl")]
figures["picture_12mpx"] = {stage: spread([run[stage] for run in stages]) for stage in stages[0]}
figures["start"] = {"compiled model in the cache": spread(seconds("warm.txt")), "`--no-cache`": spread(seconds("cold.txt"))}
json.dump(figures, open(sys.argv[1], "w"), indent=1)
open(sys.argv[1], "a").write("\n")
END
page
