#!/usr/bin/env python3
"""Writes weights of a net that nobody trained, for measuring times: small numbers around zero, normalisations that do
nothing.

usage: untrained.py FILE.safetensors < "segme net show NAME --weights" """
import array
import json
import random
import sys

random.seed(1)
head, data, end = {}, [], 0
for line in sys.stdin:
    name, shape = line.split()
    sides = [int(side) for side in shape.split(",")]
    count = 1
    for side in sides:
        count *= side
    inputs = max(1, count // sides[0])
    if name.endswith("running_var") or (name.endswith("weight") and len(sides) == 1):
        values = array.array("f", [1.0]) * count
    elif name.endswith("weight"):
        block = [random.gauss(0, inputs**-0.5) for _ in range(min(count, 4099))]  # a prime: rows differ
        values = array.array("f", (block * (count // len(block) + 1))[:count])
    else:
        values = array.array("f", [0.0]) * count
    head[name] = {"dtype": "F32", "shape": sides, "data_offsets": [end, end + 4 * count]}
    end += 4 * count
    data.append(values.tobytes())
text = json.dumps(head).encode()
text += b" " * (-len(text) % 8)
with open(sys.argv[1], "wb") as file:
    file.write(len(text).to_bytes(8, "little") + text + b"".join(data))
