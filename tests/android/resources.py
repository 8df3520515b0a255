#!/usr/bin/env python3
"""Holds the app's resources to rules: every sentence in every language with the same number of words to put in, every
control at least 48 dp high and named for a screen reader, colours of enough contrast, two permissions, no network.

usage: resources.py android/app. Prints what is wrong and ends with 1."""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

app = pathlib.Path(sys.argv[1])
android = "{http://schemas.android.com/apk/res/android}"
problems = []


def strings(folder):
    tree = ElementTree.parse(app / "res" / folder / "strings.xml")
    return {row.get("name"): "".join(row.itertext()) for row in tree.getroot()}


english = strings("values")
for folder in ("values-de", "values-es"):
    other = strings(folder)
    for name in sorted(set(english) ^ set(other)):
        problems.append(f"{folder}: {name} is in one language only")
    for name in set(english) & set(other):
        if sorted(re.findall(r"%\d?\$?[sd]", english[name])) != sorted(re.findall(r"%\d?\$?[sd]", other[name])):
            problems.append(f"{folder}: {name} has other words to put in")

said = re.findall(r"\b([A-Z_]+)\((\d)\)", (app / "java/app/segme/core/Say.java").read_text())
for name, count in said:
    text = english.get(name.lower())
    if text is None:
        problems.append(f"no text for Say.{name}")
    elif len(set(re.findall(r"%(\d)\$s", text))) != int(count):
        problems.append(f"Say.{name} has {count} words, its text another number")
for prefix, file in (("filter_", "Filter"), ("picture_", "PictureFilter"), ("device_", "Device")):
    body = (app / f"java/app/segme/core/{file}.java").read_text().split("{", 1)[1].split(";")[0]
    for name in re.findall(r"\b([A-Z][A-Z_]+)\b", re.sub(r"\(.*?\)", "", body)):
        if prefix + name.lower() not in english:
            problems.append(f"no text {prefix}{name.lower()}")


def size(value):
    found = re.fullmatch(r"(\d+)dp", value or "")
    return int(found.group(1)) if found else None


styles = {}
for style in ElementTree.parse(app / "res/values/styles.xml").getroot():
    styles[style.get("name")] = {item.get("name"): item.text for item in style}
touched = {"Button", "Spinner", "SeekBar", "CheckBox", "SurfaceView"}
for element in ElementTree.parse(app / "res/layout/main.xml").getroot().iter():
    if element.tag not in touched:
        continue
    style = styles.get((element.get("style") or "").replace("@style/", ""), {})
    name = element.get(android + "id")
    heights = [element.get(android + "layout_height"), element.get(android + "minHeight"), style.get("android:layout_height")]
    if element.tag != "SurfaceView" and max((size(h) or 0 for h in heights)) < 48:
        problems.append(f"{name} is lower than 48 dp")
    if not element.get(android + "contentDescription") and not element.get(android + "text"):
        problems.append(f"{name} has no name for a screen reader")


def light(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (3, 5, 7)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


for folder in ("values", "values-night"):
    rows = {row.get("name"): row.text for row in ElementTree.parse(app / "res" / folder / "colors.xml").getroot()}
    for front in ("text", "accent"):
        pair = sorted((light(rows[front]), light(rows["panel"])))
        contrast = (pair[1] + 0.05) / (pair[0] + 0.05)
        if contrast < (4.5 if front == "text" else 3):
            problems.append(f"{folder}: {front} on the panel has a contrast of {contrast:.1f}")

manifest = ElementTree.parse(app / "AndroidManifest.xml").getroot()
permissions = [row.get(android + "name") for row in manifest.iter("uses-permission")]
if permissions != ["android.permission.CAMERA", "android.permission.RECORD_AUDIO"]:
    problems.append(f"permissions are {permissions}")
for activity in manifest.iter("activity"):
    if activity.get(android + "screenOrientation") or activity.get(android + "resizeableActivity") != "true":
        problems.append("the activity does not follow the phone and its windows")
for source in app.glob("java/app/segme/core/*.java"):
    if "import android" in source.read_text():
        problems.append(f"{source.name} of the core knows Android")
for source in app.glob("java/app/segme/gl/*.java"):
    if re.search(r"import (static )?android\.(?!opengl\.GLES31)", source.read_text()):
        problems.append(f"{source.name} of the painter knows more of Android than OpenGL")

for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
