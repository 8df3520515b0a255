#!/usr/bin/env python3
# tools/benchmarks_page.py FIGURES.json: prints docs/benchmarks.md. tools/benchmarks.sh measures the figures and calls it.
#   --into ROOT      writes the same figures into README and the model cards
#   --differs ROOT   names those whose figures are others
import json
import os
import re
import sys

NAMES = {
    "eg1800": "eg1800 (portraits, 480x640)",
    "celebamask1000": "celebamask1000 (hands unlabelled)",
    "vikram290": "vikram290 (far, several people)",
    "ccp-extra": "ccp-extra (street fashion)",
    "figaro958": "figaro958 (hair)",
}
LEVELS = {"portrait_fast": "fast", "portrait": "balanced", "portrait_fine": "accurate"}


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def percent(value):
    return "" if value is None else f"{100 * value:.2f}"


def thousandths(value):
    return "" if value is None else f"{1000 * value:.1f}"


def main(figures):
    models = figures["models"]
    print("# Benchmarks\n")
    print("`tools/benchmarks.sh` measures the figures in [figures.json](figures.json) in one run and writes this page from them.")
    print("Older measurements and trials are in the [lab](lab/README.md).\n")
    print("## Where was it measured?\n")
    known = {"labelled pictures, hash": f"`{figures['set']['hash']}`", "refinement": f"`{figures['set']['refine']}`"}
    table(["", ""], [*figures["machine"].items(), *known.items()])
    print("Times depend on the load of the machine, so compare them within one table only.\n")

    print("## How good is the matte?\n")
    print("The pictures are the val split of the training data, each scored at its own size. Training did not use them, except")
    print("that the first two hours of portrait's had 12 of them under other names.\n")
    print("<!-- not run: needs the labelled pictures, which are not part of this project -->")
    print("```\nsegme eval portrait_fast portrait portrait_fine --data manifest.csv --split val --group source\n```\n")
    rows = []
    for place, score in enumerate(next(iter(models.values()))["scores"]):
        row = [NAMES.get(score["group"], score["group"]), score["pictures"]]
        for model in models.values():
            mine = model["scores"][place]
            row += [f"{percent(mine['iou']['mean'])} / {percent(mine['boundary_iou']['mean'])}"]
        rows.append(row)
    table(["group, IoU / boundary IoU %", "pictures"] + [f"{LEVELS[name]}" for name in models], rows)
    rows = []
    for place, score in enumerate(next(iter(models.values()))["scores"]):
        row = [NAMES.get(score["group"], score["group"])]
        for model in models.values():
            mine = model["scores"][place]
            row += [percent(mine["iou"].get("p10")), thousandths(mine.get("mae", {}).get("mean"))]
        rows.append(row)
    print("p10 is the IoU in % that nine of ten pictures reach. MAE is the mean absolute error in thousandths.\n")
    table(["group"] + [LEVELS[name] + column for name in models for column in (": p10", ": MAE")], rows)
    print("The levels are the built-in models [portrait_fast](../models/portrait_fast/README.md),")
    print("[portrait](../models/portrait/README.md) and [portrait_fine](../models/portrait_fine/README.md).\n")

    print("## What does refinement add?\n")
    print("<!-- not run: needs the labelled pictures, which are not part of this project -->")
    print("```\nsegme eval portrait --data manifest.csv --split val --refine upsample\n```\n")
    balanced = models["portrait"]["scores"][0]
    table(["portrait, all pictures", "IoU %", "boundary IoU %", "MAE x 1000"], [
        ["enlarged only (`upsample`)"] + [percent(figures["upsample"]["iou"]), percent(figures["upsample"]["boundary_iou"]),
                                          thousandths(figures["upsample"]["mae"])],
        [f"`{figures['set']['refine']}`", percent(balanced["iou"]["mean"]), percent(balanced["boundary_iou"]["mean"]),
         thousandths(balanced["mae"]["mean"])]])

    if any("empty" in model for model in models.values()):
        print("## What do the models find where nobody is?\n")
        print("<!-- not run: needs the backgrounds, which are not part of this project -->")
        print("```\nsegme eval portrait_fast portrait portrait_fine --background-only backgrounds/\n```\n")
        table(["model", "pictures", "pixels taken for a person, %"],
              [[name, model["empty"]["pictures"], percent(model["empty"]["person_share"])]
               for name, model in models.items() if "empty" in model])

    print("## How large and how fast are the nets?\n")
    print("Milliseconds of one core for one video frame. In single pictures portrait looks twice and takes twice the time.\n")
    print("```\nsegme bench portrait_fast portrait portrait_fine --rounds 100\n```\n")
    base = models["portrait"]["ms"]["least"]
    table(["model", "parameters", "GMAC", "least ms", "median ms", "least, beside portrait"],
          [[name, f"{model['net']['parameters_folded']:,}", f"{model['net']['macs'] / 1e9:.3f}", model["ms"]["least"],
            model["ms"]["median"], f"{model['ms']['least'] / base:.2f}"] for name, model in models.items()])
    print("For each frame, portrait_fine runs its own net twice and that of portrait twice. Parameters and GMAC are those of its")
    print("own net, run once.\n")

    print("## How long does a 12-megapixel picture take?\n")
    print("<!-- not run: needs a picture of 12 megapixels -->")
    print("```\nsegme image 12mpx.jpg --matte -o m.png --json --threads 1\n```\n")
    table(["stage", "least ms", "median ms"],
          [[stage, values.get("least", ""), values["median"]] for stage, values in figures["picture_12mpx"].items()])

    print("## How long does a start take?\n")
    print("The whole process, with a picture of 640x427.\n")
    print("```\nsegme image photo.jpg --matte -o m.png\n```\n")
    table(["", "least ms", "median ms"],
          [[what, values["least"], values["median"]] for what, values in figures["start"].items()])

    print("## What else was measured?\n")
    table(["question", "page"], [
        ["How fast are MediaPipe, rembg's way and other engines?", "[beside other programs](beside.md)"],
        ["How good are other people's nets on the same pictures?", "[lab, 2026-11-29](lab/2026-11-29-others.md)"],
        ["What do filters cost, and how good is harmonising?", "[lab, filters](lab/2026-11-28-filters.md)"],
        ["What does a video or a live picture cost?", "[lab, video](lab/2026-11-28-video.md)"],
        ["How calm are mattes in a video?", "[lab, time](lab/2026-11-28-time.md)"]])


def with_figures_in_readme(figures, text):
    """README's table of models: the scores on portraits, and the time of a video frame."""
    for name, model in figures["models"].items():
        score = next(one for one in model["scores"] if one["group"] == "eg1800")
        figures_of = (f"{percent(score['iou']['mean'])} % | {percent(score['boundary_iou']['mean'])} % | "
                      f"{model['ms']['median']} ms |")
        line = re.compile(rf"^(\| \[{name}\]\([^)]*\) \| [^|]* \| ).*$", re.M)
        text = line.sub(lambda found, end=figures_of: found.group(1) + end, text)
    return text


def with_figures_in_card(figures, name, text):
    """A card's table of groups, the hash of the set, and what it finds where nobody is."""
    others = ["portrait"] if name == "portrait_fine" else []
    models = [figures["models"][one] for one in [name, *others]]
    rows = ["| group | pictures | IoU % | boundary IoU % | MAE x 1000 |" +
            "".join(f" {one}: IoU % | boundary IoU % |" for one in others), "|---|---|---|---|---|" + "---|---|" * len(others)]
    for place, score in enumerate(models[0]["scores"]):
        row = [NAMES.get(score["group"], score["group"]), str(score["pictures"])]
        for model in models:
            mine = model["scores"][place]
            row += [percent(mine["iou"]["mean"]), percent(mine["boundary_iou"]["mean"])]
            if model is models[0]:
                row.append(thousandths(mine["mae"]["mean"]))
        rows.append("| " + " | ".join(row) + " |")
    text = re.sub(r"^\| group \| pictures \|(?:.*\n)(?:\|.*\n)+", "\n".join(rows) + "\n", text, count=1, flags=re.M)
    text = re.sub(r"\(set hash `[0-9a-f]+`\)", f"(set hash `{figures['set']['hash']}`)", text)
    if "empty" in models[0]:
        share = percent(models[0]["empty"]["person_share"])
        text = re.sub(r"takes [\d.]+ % of the pixels", f"takes {share} % of the pixels", text)
        text = re.sub(r"(that it takes for a person \|) [\d.]+ %", rf"\1 {share} %", text)
    return text


def with_figures_in_json(figures, name, text):
    """The metrics of a card.json, which segme doctor prints."""
    for group, key in (("all", "val"), ("eg1800", "eg1800 val")):
        score = next(one for one in figures["models"][name]["scores"] if one["group"] == group)
        for kind, of in (("iou", "IoU"), ("boundary_iou", "boundary IoU")):
            text = re.sub(rf'("{key} {of}":) [\d.]+', rf"\1 {percent(score[kind]['mean'])}", text)
    return text


def documents(figures, root):
    """(path, text as it is, text with the figures) of README and the model cards."""
    for model, name in [("", "README.md")] + [(model, f"models/{model}/{file}") for model in figures["models"]
                                              for file in ("README.md", "card.json")]:
        path = os.path.join(root, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        yield path, text, (with_figures_in_readme(figures, text) if not model else
                           with_figures_in_json(figures, model, text) if name.endswith(".json") else
                           with_figures_in_card(figures, model, text))


with open(sys.argv[1], encoding="utf-8") as file:
    measured = json.load(file)
if len(sys.argv) < 4:
    main(measured)
else:
    for path, old, new in documents(measured, sys.argv[3]):
        if old == new:
            continue
        if sys.argv[2] == "--differs":
            print(os.path.relpath(path, sys.argv[3]))
        else:
            with open(path, "w", encoding="utf-8") as file:
                file.write(new)
