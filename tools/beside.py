#!/usr/bin/env python3
# The other sides of tools/beside.sh, and its page. Each does what the others' own examples do with a picture or a frame.
import csv
import glob
import json
import os
import re
import statistics
import sys


def pictures(manifest, images, masks):
    """Copies the val portraits of eg1800 and their masks."""
    import shutil
    root = os.path.dirname(manifest)
    for row in csv.DictReader(open(manifest)):
        if row["split"] == "val" and row["source"] == "eg1800":
            name = os.path.splitext(os.path.basename(row["image"]))[0]
            shutil.copy(os.path.join(root, row["image"]), f"{images}/{name}.jpg")
            shutil.copy(os.path.join(root, row["mask"]), f"{masks}/{name}.png")


def segmenter(model, mode):
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision
    options = vision.ImageSegmenterOptions(base_options=BaseOptions(model_asset_path=model), output_confidence_masks=True,
                                           running_mode=getattr(vision.RunningMode, mode))
    return mp, vision.ImageSegmenter.create_from_options(options)


def blurred(cv2, frame, mask):
    """A frame before its own blur, as MediaPipe's example of background blur does it."""
    mask = mask.reshape(*frame.shape[:2], 1)
    return (frame * mask + cv2.GaussianBlur(frame, (55, 55), 0) * (1 - mask)).astype("uint8")


def mediapipe(model, images, out, mattes=None):
    import cv2
    cv2.setNumThreads(1)
    os.makedirs(out, exist_ok=True)
    mp, engine = segmenter(model, "IMAGE")
    with engine:
        for path in sorted(glob.glob(images + "/*.jpg")):
            frame = cv2.imread(path)
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
            mask = engine.segment(image).confidence_masks[0].numpy_view()
            cv2.imwrite(os.path.join(out, os.path.basename(path)), blurred(cv2, frame, mask))
            if mattes:
                os.makedirs(mattes, exist_ok=True)
                name = os.path.splitext(os.path.basename(path))[0]
                cv2.imwrite(f"{mattes}/{name}.png", (mask.reshape(frame.shape[:2]) * 255 + 0.5).astype("uint8"))


def h264(frame, out):
    """FFmpeg, which writes the H.264 that SegMe writes; OpenCV's own writer makes MPEG-4."""
    import subprocess
    return subprocess.Popen(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s",
                             f"{frame.shape[1]}x{frame.shape[0]}", "-r", "30", "-i", "-", "-pix_fmt", "yuv420p",
                             "-c:v", "libx264", "-preset", "ultrafast", out], stdin=subprocess.PIPE)


def mediapipe_video(model, clip, out):
    import cv2
    cv2.setNumThreads(1)
    mp, engine = segmenter(model, "VIDEO")
    source, sink, number = cv2.VideoCapture(clip), None, 0
    with engine:
        while True:
            there, frame = source.read()
            if not there:
                break
            if sink is None:
                sink = h264(frame, out)
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
            mask = engine.segment_for_video(image, number * 33).confidence_masks[0].numpy_view()
            sink.stdin.write(blurred(cv2, frame, mask).tobytes())
            number += 1
    sink.stdin.close()
    sys.exit(sink.wait())


def rembg(model, images, out, mattes=None):
    """The steps of rembg: 320 x 320, one net in ONNX Runtime, its matte enlarged, a PNG with alpha."""
    import numpy
    import onnxruntime
    from PIL import Image
    os.makedirs(out, exist_ok=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    for path in sorted(glob.glob(images + "/*.jpg")):
        picture = Image.open(path).convert("RGB")
        pixels = numpy.array(picture.resize((320, 320), Image.LANCZOS)).astype(numpy.float32)
        pixels = (pixels / max(pixels.max(), 1e-6) - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
        matte = session.run(None, {name: pixels.transpose(2, 0, 1)[None].astype(numpy.float32)})[0][0, 0]
        matte = (matte - matte.min()) / max(matte.max() - matte.min(), 1e-6)
        mask = Image.fromarray((matte * 255).astype("uint8"), "L").resize(picture.size, Image.LANCZOS)
        stem = os.path.splitext(os.path.basename(path))[0]
        empty = Image.new("RGBA", picture.size, 0)
        Image.composite(picture.convert("RGBA"), empty, mask).save(f"{out}/{stem}.png")
        if mattes:
            os.makedirs(mattes, exist_ok=True)
            mask.save(f"{mattes}/{stem}.png")


def u2netp(path):
    """The graph of the small U2-Net (Qin and others, 2020, figure 5 and table 1: M 16, out 64) with random weights."""
    import numpy
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    random = numpy.random.default_rng(1)
    nodes, weights = [], []

    def node(kind, inputs, **options):
        name = f"t{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **options))
        return name

    def constant(value):
        name = f"w{len(weights)}"
        weights.append(numpy_helper.from_array(value, name))
        return name

    def conv(x, into, out, dilation=1, active=True):
        kernel = constant((random.standard_normal((out, into, 3, 3)) * (2 / (9 * into)) ** 0.5).astype("float32"))
        x = node("Conv", [x, kernel, constant(numpy.zeros(out, "float32"))], dilations=[dilation] * 2, pads=[dilation] * 4)
        return node("Relu", [x]) if active else x

    def pool(x):
        return node("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)

    def enlarge(x, channels, side):
        sizes = constant(numpy.array([1, channels, side, side], "int64"))
        return node("Resize", [x, "", "", sizes], mode="linear", coordinate_transformation_mode="half_pixel")

    def join(*parts):
        return node("Concat", list(parts), axis=1)

    def block(x, depth, into, side, middle=16, out=64):
        """RSU of this depth: a U-Net as one layer, with a residual."""
        first = conv(x, into, out)
        down, sides = [conv(first, out, middle)], [side]
        for _ in range(depth - 2):
            sides.append((sides[-1] + 1) // 2)
            down.append(conv(pool(down[-1]), middle, middle))
        up = conv(down[-1], middle, middle, 2)
        for level in range(depth - 2, -1, -1):
            up = conv(join(up, down[level]), 2 * middle, middle if level else out)
            if level:
                up = enlarge(up, middle, sides[level - 1])
        return node("Add", [up, first])

    def flat(x, into, middle=16, out=64):
        """RSU-4F: rates in place of smaller pictures."""
        first = conv(x, into, out)
        a = conv(first, out, middle)
        b = conv(a, middle, middle, 2)
        c = conv(b, middle, middle, 4)
        d = conv(c, middle, middle, 8)
        c = conv(join(d, c), 2 * middle, middle, 4)
        b = conv(join(c, b), 2 * middle, middle, 2)
        return node("Add", [conv(join(b, a), 2 * middle, out), first])

    sides, depths, x, into, kept = [320, 160, 80, 40, 20, 10], [7, 6, 5, 4, 0, 0], "input", 3, []
    for side, depth in zip(sides, depths):
        x = block(x, depth, into, side) if depth else flat(x, into)
        kept.append(x)
        into = 64
        if side != 10:
            x = pool(x)
    answers = [(x, 10)]
    for level in (4, 3, 2, 1, 0):
        x = join(enlarge(x, 64, sides[level]), kept[level])
        x = block(x, depths[level], 128, sides[level]) if depths[level] else flat(x, 128)
        answers.append((x, sides[level]))
    maps = []
    for answer, side in reversed(answers):
        one = conv(answer, 64, 1, active=False)
        maps.append(one if side == 320 else enlarge(one, 1, 320))
    fuse = node("Conv", [join(*maps), constant(numpy.full((1, 6, 1, 1), 1 / 6, "float32")), constant(numpy.zeros(1, "float32"))])
    nodes.append(helper.make_node("Sigmoid", [fuse], ["matte"]))
    for number, one in enumerate(maps):
        nodes.append(helper.make_node("Sigmoid", [one], [f"side{number}"]))
    shape = [1, 1, 320, 320]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ["matte"] + [f"side{n}" for n in range(6)]]
    graph = helper.make_graph(nodes, "u2netp", [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, 320, 320])],
                              outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def engine(table, net, bench):
    """Adds what segme bench measured of one file in two engines."""
    rows, measured = json.load(open(table)), json.load(open(bench))["results"]
    rows.append({"net": net, "times": [{key: row[key] for key in ("device", "precision", "min_ms", "median_ms")} for row in measured]})
    json.dump(rows, open(table, "w"))


def scores(mattes):
    """IoU and boundary IoU (2 % of the diagonal) of a folder of mattes against truth/: means of the pictures, in %."""
    import cv2
    import numpy
    over, edges = [], []
    for path in sorted(glob.glob("truth/*.png")):
        truth = cv2.imread(path, 0) > 127
        matte = cv2.imread(os.path.join(mattes, os.path.basename(path)), 0)
        matte = cv2.resize(matte, truth.shape[::-1]) > 127 if matte.shape != truth.shape else matte > 127
        over.append((truth & matte).sum() / max((truth | matte).sum(), 1))
        width = max(1, round(0.02 * (truth.shape[0] ** 2 + truth.shape[1] ** 2) ** 0.5))
        rims = []
        for mask in (truth, matte):
            padded = cv2.copyMakeBorder(mask.astype("uint8"), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
            rims.append(mask & (cv2.erode(padded, numpy.ones((3, 3), "uint8"), iterations=width)[1:-1, 1:-1] == 0))
        edges.append((rims[0] & rims[1]).sum() / max((rims[0] | rims[1]).sum(), 1))
    return {"pictures": len(over), "iou": round(100 * statistics.mean(over), 2), "boundary_iou": round(100 * statistics.mean(edges), 2)}


def figures(version, weights):
    import datetime
    import cv2
    import mediapipe
    import onnxruntime
    from PIL import Image
    runs = {}
    for line in open("cpu.tsv"):
        what, frames, seconds = line.rstrip("\n").split("\t")
        runs.setdefault(what, {}).setdefault(int(frames), []).append(float(seconds))
    costs = {}
    for what, times in runs.items():
        few, many = min(times), max(times)
        each = [1000 * (b - a) / (many - few) for a, b in zip(times[few], times[many])]
        costs[what] = {"pictures": many, "ms": round(statistics.median(each), 2), "least": round(min(each), 2), "most": round(max(each), 2)}
    processor = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read()).group(1)
    print(json.dumps({
        "machine": {"processor": processor, "cores in use": 1, "load at the end": open("/proc/loadavg").read().split()[0],
                    "date": str(datetime.date.today()), "version": version, "MediaPipe": mediapipe.__version__,
                    "OpenCV for Python": cv2.__version__, "ONNX Runtime": onnxruntime.__version__, "Pillow": Image.__version__
                    if hasattr(Image, "__version__") else __import__("PIL").__version__},
        "cpu": costs,
        "quality": {name[6:]: scores(name) for name in sorted(glob.glob("matte-*"))},
        "u2netp": weights,
        "engines": json.load(open("engines.json"))}, indent=1))


def page(path):
    known = json.load(open(path))
    cpu, quality = known["cpu"], known["quality"]

    def table(head, rows):
        print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
        for row in rows:
            print("| " + " | ".join(str(cell) for cell in row) + " |")
        print()

    def pair(name, matte, ours):
        value, score = cpu[name], quality.get(matte)
        iou = f"{score['iou']:.2f} / {score['boundary_iou']:.2f}" if score else "88.72 / 64.77 (*)"
        return [f"{value['ms']:.1f} ({value['least']:.1f} to {value['most']:.1f})", f"{1000 / value['ms']:.1f}",
                f"{value['ms'] / cpu[ours]['ms']:.2f}", iou]

    print("# Beside other programs\n")
    print("`tools/beside.sh` measures [beside.json](beside.json) in one run on one core and writes this page from it.\n")
    print("<!-- not run: needs the labelled pictures, the nets of others and their Python packages -->")
    print("```\ntools/beside.sh manifest.csv nets/ clip.mp4\n```\n")
    print("## Where was it measured?\n")
    table(["", ""], known["machine"].items())
    print("Each program does the same job. Its CPU time is that of many pictures without that of one, so starts do not count.")
    print("The table has the median, least and most of several runs in turn.\n")
    print("## How fast is a blurred background in photos?\n")
    head = ["ms of CPU a picture", "pictures a second of one core", "time beside ours, fast", "IoU / boundary IoU %"]
    print(f"JPEG of 480x640 in, JPEG out: {cpu['blur ours fast']['pictures']} photos are timed. The scores are those of")
    print(f"{quality['fast']['pictures']} photos, made by one program for all.\n")
    table(["program"] + head, [
        ["`segme image -b blur --quality fast`"] + pair("blur ours fast", "fast", "blur ours fast"),
        ["`segme image -b blur`"] + pair("blur ours balanced", "balanced", "blur ours fast"),
        ["MediaPipe ImageSegmenter in Python, selfie net"] + pair("blur mediapipe", "mediapipe", "blur ours fast")])
    print("## How fast are cut-outs?\n")
    print("JPEG in, PNG with alpha out. rembg's way: U2-Net's small net in ONNX Runtime, its matte enlarged.\n")
    table(["program"] + head, [
        ["`segme image --quality fast`"] + pair("cut ours fast", "fast", "cut ours fast"),
        ["`segme image`"] + pair("cut ours balanced", "balanced", "cut ours fast"),
        ["rembg's steps with u2netp"] + pair("cut rembg", "rembg", "cut ours fast")])
    if known["u2netp"] == "random":
        print("(*) Here u2netp had its own graph with random weights, which take the same time. The scores are those of the")
        print("released weights, [measured earlier](lab/2026-11-29-others.md).\n")
    if "video ours fast" in cpu:
        print("## How fast is a blurred background in a video?\n")
        print("The same clip for both, and H.264 with the preset `ultrafast` from both. OpenCV reads MediaPipe's frames, and")
        print("FFmpeg encodes them.\n")
        table(["program", "ms of CPU a frame", "frames a second of one core", "time beside ours"], [
            ["`segme video -b blur --quality fast`"] + pair("video ours fast", "fast", "video ours fast")[:3],
            ["MediaPipe ImageSegmenter in Python"] + pair("video mediapipe", "mediapipe", "video ours fast")[:3]])
    print("## How fast is the same net in other engines?\n")
    print("`segme bench NET --engine openvino,OTHER`: least and median milliseconds, in turn.\n")
    rows = []
    for row in known["engines"]:
        times = {time["device"].split(" CPU")[0].split(" ")[0]: time for time in row["times"]}
        other = next((name for name in times if name != "OpenVINO"), "LiteRT" if row["net"].endswith("tflite") else "ONNX")
        first, second = times.get("OpenVINO"), times.get(other)
        cell = lambda time: f"{time['min_ms']:.2f}, {time['median_ms']:.2f}" if time else "cannot run it"
        name = row["net"] if row["net"].startswith("models/") else os.path.basename(row["net"])
        rows.append([f"`{name}`", (first or second)["precision"], cell(first), {"ONNX": "ONNX Runtime"}.get(other, other), cell(second),
                     f"{second['median_ms'] / first['median_ms']:.2f}" if first and second else ""])
    table(["file", "precision", "OpenVINO ms", "the other", "its ms", "its time beside OpenVINO's"], rows)


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](*sys.argv[2:])
