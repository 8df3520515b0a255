"""Runs a Core ML network (.mlmodel) with NumPy, as Apple's description of each layer says. The file is read with the
messages of Apple's own package, coremltools, whose engine runs on Macs alone. For tests/cli/foreign_engines.sh."""
import importlib.util
import sys
import types

import numpy as np


def messages():
    """coremltools.proto without the rest of the package, which needs twenty others."""
    if "coremltools" not in sys.modules:
        package = types.ModuleType("coremltools")
        package.__path__ = list(importlib.util.find_spec("coremltools").submodule_search_locations)
        sys.modules["coremltools"] = package
    from coremltools.proto import Model_pb2
    return Model_pb2


def values(weights, shape):
    if weights.float16Value:
        return np.frombuffer(weights.float16Value, np.float16).astype(np.float32).reshape(shape)
    if not weights.HasField("quantization"):
        return np.array(weights.floatValue, np.float32).reshape(shape)
    assert weights.quantization.numberOfBits == 8
    rule = weights.quantization.linearQuantization
    raw = np.frombuffer(weights.rawValue, np.uint8).astype(np.float32).reshape(shape[0], -1)
    scale, bias = (np.array(list(part), np.float32)[:, None] for part in (rule.scale, rule.bias))
    return (raw * scale + bias).reshape(shape)


def windows(x, kernel, stride, dilation):
    """[c, rows, columns, kernel, kernel] of [c, h, w], which has its border already."""
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
    view = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(1, 2))
    return view[:, :: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]


def bordered(x, valid, value):
    edges = [(e.startEdgeSize, e.endEdgeSize) for e in valid.paddingAmounts.borderAmounts]
    return np.pad(x, [(0, 0)] + edges, constant_values=value)


def convolution(p, x):
    kernel, stride, dilation = list(p.kernelSize), list(p.stride), list(p.dilationFactor)
    groups = p.nGroups
    if p.isDeconvolution:
        taps = values(p.weights, (p.kernelChannels, p.outputChannels // groups, *kernel))
        assert groups == 1 and dilation == [1, 1] and p.kernelChannels == x.shape[0]
        sides = [(x.shape[1 + i] - 1) * stride[i] + kernel[i] for i in range(2)]
        whole = np.zeros((p.outputChannels, *sides), np.float32)
        for row in range(kernel[0]):
            for column in range(kernel[1]):
                part = np.einsum("io,ihw->ohw", taps[:, :, row, column], x)
                whole[:, row : row + part.shape[1] * stride[0] : stride[0],
                      column : column + part.shape[2] * stride[1] : stride[1]] += part
        (top, bottom), (left, right) = [(e.startEdgeSize, e.endEdgeSize)
                                        for e in p.valid.paddingAmounts.borderAmounts]
        made = whole[:, top : sides[0] - bottom, left : sides[1] - right]
    else:
        assert p.kernelChannels == x.shape[0] // groups
        taps = values(p.weights, (p.outputChannels, p.kernelChannels, *kernel))
        taps = taps.reshape(groups, -1, *taps.shape[1:])
        seen = windows(bordered(x, p.valid, 0), kernel, stride, dilation)
        seen = seen.reshape(groups, p.kernelChannels, *seen.shape[1:])
        made = np.einsum("goikl,gihwkl->gohw", taps, seen, optimize=True)
        made = made.reshape(p.outputChannels, *made.shape[2:])
    return made + values(p.bias, (p.outputChannels, 1, 1)) if p.hasBias else made


def pooling(p, x):
    if p.globalPooling:
        return x.mean(axis=(1, 2), keepdims=True)
    largest = p.type == p.MAX
    seen = windows(bordered(x, p.valid, -np.inf if largest else 0), list(p.kernelSize), list(p.stride), [1, 1])
    if largest:
        return seen.max(axis=(3, 4))
    assert p.avgPoolExcludePadding
    counted = windows(bordered(np.ones_like(x), p.valid, 0), list(p.kernelSize), list(p.stride), [1, 1])
    return seen.sum(axis=(3, 4)) / counted.sum(axis=(3, 4))


def upsample(p, x):
    assert p.mode == p.BILINEAR
    factors = list(p.scalingFactor) or list(p.fractionalScalingFactor)
    for axis, factor in zip((1, 2), factors):
        before = x.shape[axis]
        after = int(round(before * factor))
        i = np.arange(after, dtype=np.float64)
        if p.linearUpsampleMode == p.ALIGN_CORNERS_TRUE:
            at = i * (before - 1) / (after - 1)
        else:
            at = i * before / after
            if p.linearUpsampleMode == p.ALIGN_CORNERS_FALSE:
                at = at + 0.5 * before / after - 0.5
        at = np.clip(at, 0, before - 1)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, before - 1)
        shape = [1, 1, 1]
        shape[axis] = after
        part = (at - low).reshape(shape).astype(np.float32)
        x = np.take(x, low, axis) * (1 - part) + np.take(x, high, axis) * part
    return x


def activation(p, x):
    kind = p.WhichOneof("NonlinearityType")
    if kind == "ReLU":
        return np.maximum(x, 0)
    if kind == "PReLU":
        return np.maximum(x, 0) + np.minimum(x, 0) * values(p.PReLU.alpha, (-1, 1, 1))
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-x))
    if kind == "sigmoidHard":
        return np.clip(x * p.sigmoidHard.alpha + p.sigmoidHard.beta, 0, 1)
    assert kind == "linear", kind
    return x * p.linear.alpha + p.linear.beta


def batch_norm(p, x):
    gamma, beta, mean, variance = (values(w, (-1, 1, 1)) for w in (p.gamma, p.beta, p.mean, p.variance))
    return gamma * (x - mean) / np.sqrt(variance + p.epsilon) + beta


def softmax(x):
    raised = np.exp(x - x.max(axis=0, keepdims=True))
    return raised / raised.sum(axis=0, keepdims=True)


def scale(p, x):
    made = x * values(p.scale, (*p.shapeScale, 1, 1))
    return made + values(p.bias, (*p.shapeBias, 1, 1)) if p.hasBias else made


def layer(one, inputs):
    """Of arrays [1, c, h, w], as the array mapping of the file says."""
    kind = one.WhichOneof("layer")
    p = getattr(one, kind)
    whole = {
        "addBroadcastable": lambda: inputs[0] + inputs[1],
        "multiplyBroadcastable": lambda: inputs[0] * inputs[1],
        "subtractBroadcastable": lambda: inputs[0] - inputs[1],
        "concat": lambda: np.concatenate(inputs, axis=-3),
        "clip": lambda: np.clip(inputs[0], p.minVal, p.maxVal),
        "activation": lambda: np.stack([activation(p, x) for x in inputs[0]]),
        "slice": lambda: inputs[0][..., p.startIndex : p.endIndex : p.stride, :, :],
        "transpose": lambda: inputs[0].transpose(list(p.axes)),
        "reshapeStatic": lambda: inputs[0].reshape(list(p.targetShape)),
        "constantPad": lambda: np.pad(inputs[0], np.array(list(p.padAmounts)).reshape(-1, 2),
                                      constant_values=p.value),
        "reduceMax": lambda: inputs[0].max(axis=tuple(p.axes), keepdims=p.keepDims),
    }
    flat = {"convolution": convolution, "pooling": pooling, "upsample": upsample, "batchnorm": batch_norm,
            "softmax": lambda _, x: softmax(x), "scale": scale}
    return whole[kind]() if kind in whole else np.stack([flat[kind](p, x) for x in inputs[0]])


def run(path, planes):
    model = messages().Model()
    with open(path, "rb") as file:
        model.ParseFromString(file.read())
    network = model.neuralNetwork
    assert model.specificationVersion == 5
    assert network.arrayInputShapeMapping == 1 and network.imageInputShapeMapping == 1
    entry, = model.description.input
    if entry.type.WhichOneof("Type") == "imageType":
        picture = entry.type.imageType
        assert picture.colorSpace == picture.RGB
        shape = (1, 3, picture.height, picture.width)
    else:
        shape = tuple(entry.type.multiArrayType.shape)
    known = {entry.name: planes.reshape(shape)}
    for one in network.layers:
        name, = one.output
        known[name] = layer(one, [known[i] for i in one.input]).astype(np.float32)
    out, = model.description.output
    assert known[out.name].shape == tuple(out.type.multiArrayType.shape)
    return known[out.name]
