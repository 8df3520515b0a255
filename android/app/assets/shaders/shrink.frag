// The source at another size: the average of the pixels that each one covers, as base/resize does, so that nets and
// backgrounds see on the phone what they see on the desktop. `window` is the part of the source that is shown.
uniform highp sampler2D source;
uniform highp vec2 first;
uniform highp vec2 covers;
out highp vec4 colour;

// The weight of sample i where one axis covers [begin, end]; a grown axis interpolates between two centres.
highp vec2 range(highp float i, highp float from, highp float each) {
  return each >= 1.0 ? vec2(from + i * each, from + (i + 1.0) * each)
                     : vec2(from + (i + 0.5) * each - 0.5, from + (i + 0.5) * each + 0.5);
}

void main() {
  highp vec2 x = range(floor(gl_FragCoord.x), first.x, covers.x);
  highp vec2 y = range(floor(gl_FragCoord.y), first.y, covers.y);
  ivec2 last = textureSize(source, 0) - 1;
  highp vec4 sum = vec4(0.0);
  highp float weights = 0.0;
  for (int v = int(floor(y.x)); float(v) < y.y; ++v) {
    highp float down = min(y.y, float(v + 1)) - max(y.x, float(v));
    for (int u = int(floor(x.x)); float(u) < x.y; ++u) {
      highp float weight = down * (min(x.y, float(u + 1)) - max(x.x, float(u)));
      sum += weight * texelFetch(source, clamp(ivec2(u, v), ivec2(0), last), 0);
      weights += weight;
    }
  }
  colour = sum / weights;
}
