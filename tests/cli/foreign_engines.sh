# ONNX Runtime and LiteRT, where python3 (or SEGME_PYTHON) has their wheels (./check sees to that), run every file that the tests of net/ write:
# each node kind and every net of the catalogue, in each precision. They must say what the plain interpreter says. Core ML files are read with the
# messages of coremltools and computed by coreml_judge.py: the engine itself runs on Macs alone.
. "${SEGME_SOURCE_DIR:?}/tests/cli/lib.sh"

python=${SEGME_PYTHON:-python3}
writer=${SEGME_BINARY_DIR:?}/tests/test_net
[ -x "$writer" ] || { echo "skipped: $writer is not built" && exit 77; }
has() { "$python" -c "import numpy, $1" >/dev/null 2>&1; }
engines=
has onnxruntime && engines+=' onnxruntime'
has ai_edge_litert.interpreter && engines+=' litert'
"$python" -c 'import numpy, google.protobuf, importlib.util as u, sys; sys.exit(u.find_spec("coremltools") is None)' \
  >/dev/null 2>&1 && engines+=' coreml'
[ -n "$engines" ] || { echo "skipped: $python has neither onnxruntime nor ai-edge-litert nor coremltools" && exit 77; }

mkdir files
ok "the files are written" env SEGME_KEEP_FILES="$PWD/files" "$writer" --gtest_filter='*write_*:net_writers.every_*'
holds "there are files" "$(find files -name '*.onnx' -o -name '*.tflite' | wc -l)" -gt 100

cat >judge.py <<'END'
import glob, os, sys
import numpy as np

# Largest difference of an output value, as in tests/net. Random weights are more sensitive than trained ones.
BOUNDS = {"fp32": 1e-4, "fp16": 1e-2, "int8-weights": 0.25, "int8": 0.45, "int8.whole": 0.45}
COARSER = 1.2  # of int8 in ONNX files, in which most weights have seven bits

def run_onnxruntime(path, planes):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    wanted = session.get_inputs()[0]
    return session.run(None, {wanted.name: planes.reshape(wanted.shape)})[0]

def run_litert(path, planes, own_kernels):
    from ai_edge_litert.interpreter import Interpreter, OpResolverType
    kind = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES if own_kernels else OpResolverType.AUTO
    engine = Interpreter(model_path=path, num_threads=1, experimental_op_resolver_type=kind)
    engine.allocate_tensors()
    into = engine.get_input_details()[0]
    _, height, width, channels = into["shape"]
    pixels = planes.reshape(channels, height, width).transpose(1, 2, 0)[None]
    if into["dtype"] == np.int8:  # pixels of 0..255 less 128
        pixels = (pixels - 128).astype(np.int8)
    engine.set_tensor(into["index"], np.ascontiguousarray(pixels))
    engine.invoke()
    out = engine.get_output_details()[0]
    made = engine.get_tensor(out["index"])
    scale, zero = out["quantization"]
    return (made.astype(np.float32) - zero) * scale if made.dtype == np.int8 else made

def run_coreml(path, planes):
    sys.path.insert(0, os.environ["SEGME_SOURCE_DIR"] + "/tests/cli")
    import coreml_judge
    return coreml_judge.run(path, planes)

RUNS = {
    "coreml": [("Core ML by NumPy", ".mlmodel", run_coreml)],
    "onnxruntime": [("ONNX Runtime", ".onnx", run_onnxruntime)],
    "litert": [("LiteRT with XNNPACK", ".tflite", lambda p, x: run_litert(p, x, False)),
               ("LiteRT's own kernels", ".tflite", lambda p, x: run_litert(p, x, True))],
}
failures = 0
for engine in sys.argv[1:]:
    for title, extension, run in RUNS[engine]:
        worst, count = {}, 0
        for path in sorted(glob.glob("files/*" + extension)):
            name, precision = os.path.basename(path)[: -len(extension)].split("-", 1)
            wanted = np.fromfile(path + ".output", np.float32)
            try:
                got = run(path, np.fromfile(path + ".input", np.float32)).ravel()
                error = float(np.abs(got - wanted).max()) if got.size == wanted.size else float("inf")
            except Exception as problem:
                print("FAILED ", title, path, str(problem).strip().split("\n")[0])
                error = float("inf")
            worst[precision] = max(worst.get(precision, (0, "")), (error, name))
            count += 1
            coarser = COARSER if precision == "int8" and path.endswith(".onnx") else 1
            if not error <= coarser * BOUNDS[precision]:
                print("FAILED ", title, path, "off by", error)
                failures += 1
        print("ok     " if count else "FAILED ", title, count, "files;",
              "; ".join("%s off by %.2g at most (%s)" % (p, e, n) for p, (e, n) in sorted(worst.items())))
        failures += count == 0
sys.exit(failures > 0)
END
# shellcheck disable=SC2086 # a list of words
"$python" judge.py $engines 2>log.txt || { failures=$((failures + 1)) && tail -n 5 log.txt; }
finish
