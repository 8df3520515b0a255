// The source at another size: the average of the pixels that each one covers, as base/resize does, so that nets and
// backgrounds see on the phone what they see on the desktop. What sticks out of the source counts nothing.
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
#ifdef GRAIN
  highp vec2 pixel = floor(gl_FragCoord.xy / 2.0);
#else
  highp vec2 pixel = floor(gl_FragCoord.xy);
#endif
  highp vec2 x = range(pixel.x, first.x, covers.x);
  highp vec2 y = range(pixel.y, first.y, covers.y);
  highp vec2 size = vec2(textureSize(source, 0));
  x = clamp(x, 0.0, size.x);
  y = clamp(y, 0.0, size.y);
  highp vec4 sum = vec4(0.0);
  highp float weights = 0.0;
  for (int v = int(floor(y.x)); float(v) < y.y; ++v) {
    highp float down = min(y.y, float(v + 1)) - max(y.x, float(v));
    for (int u = int(floor(x.x)); float(u) < x.y; ++u) {
      highp float weight = down * (min(x.y, float(u + 1)) - max(x.x, float(u)));
      sum += weight * texelFetch(source, ivec2(u, v), 0);
      weights += weight;
    }
  }
  colour = sum / weights;
#ifdef GRAIN
  // Four bytes for each pixel, whose mean is its value to a quarter of a byte.
  highp vec2 place = floor(gl_FragCoord.xy) - 2.0 * pixel;
  colour = floor(255.0 * colour + (place.x + 2.0 * place.y) / 4.0 + 0.125) / 255.0;
#endif
}
