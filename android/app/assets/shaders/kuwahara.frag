// A painting, as render/kuwahara: contrast, then the mean colour of that one of four squares around the pixel whose
// colours vary least. Bytes as numbers 0..255, so that sums are exact.
uniform highp sampler2D source;
out highp vec4 colour;

const int kRadius = 4;
const highp float kContrast = 1.5;

highp vec3 contrasted(ivec2 at) {
  highp vec3 seen = floor(texelFetch(source, at, 0).rgb * 255.0 + 0.5);
  return floor(clamp((seen - 127.5) * kContrast + 128.0, 0.0, 255.0));
}

void main() {
  ivec2 last = textureSize(source, 0) - 1;
  ivec2 here = ivec2(gl_FragCoord.xy);
  highp float least = 1e20;
  highp vec3 best = vec3(0.0);
  for (int square = 0; square < 4; ++square) {
    ivec2 side = ivec2(square % 2, square / 2) * kRadius;
    ivec2 first = max(here - kRadius + side, ivec2(0));
    ivec2 end = min(here + side, last);
    highp vec3 sum = vec3(0.0);
    highp vec3 squares = vec3(0.0);
    for (int y = first.y; y <= end.y; ++y) {
      for (int x = first.x; x <= end.x; ++x) {
        highp vec3 seen = contrasted(ivec2(x, y));
        sum += seen;
        squares += seen * seen;
      }
    }
    highp float count = float((end.x - first.x + 1) * (end.y - first.y + 1));
    highp vec3 mean = sum / count;
    highp float variance = dot(squares / count - mean * mean, vec3(1.0));
    if (variance < least) {
      least = variance;
      best = mean;
    }
  }
  colour = vec4(floor(best + 0.5) / 255.0, 1.0);
}
