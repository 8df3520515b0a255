// The refined matte at the frame's size by joint bilateral upsampling (Kopf et al. 2007): each pixel takes the mean of
// the coarse mattes around it, those that are near and whose colour is like its own counting most, so that edges of
// the matte lie on edges of the frame. What is less sure than `threshold` counts as nobody.
uniform highp sampler2D frame;
uniform highp sampler2D guide;
uniform highp sampler2D coarse;
uniform highp float threshold;
out highp float matte;

const highp float kNear = 0.7;    // sigma of the distance, in pixels of the coarse matte
const highp float kAlike = 0.08;  // sigma of the colour, 1 is white

void main() {
  highp vec3 own = texelFetch(frame, ivec2(gl_FragCoord.xy), 0).rgb;
  ivec2 size = textureSize(coarse, 0);
  highp vec2 place = gl_FragCoord.xy * vec2(size) / vec2(textureSize(frame, 0)) - 0.5;
  ivec2 centre = ivec2(floor(place + 0.5));
  highp float sum = 0.0;
  highp float weights = 1e-6;
  for (int v = -2; v <= 2; ++v) {
    for (int u = -2; u <= 2; ++u) {
      ivec2 cell = centre + ivec2(u, v);
      ivec2 inside = clamp(cell, ivec2(0), size - 1);
      highp vec2 off = vec2(cell) - place;
      highp vec3 unlike = texelFetch(guide, inside, 0).rgb - own;
      highp float weight = exp(-dot(off, off) / (2.0 * kNear * kNear) - dot(unlike, unlike) / (2.0 * kAlike
          * kAlike)) + 1e-6;
      highp float value = clamp(texelFetch(coarse, inside, 0).r, 0.0, 1.0);
      sum += value < threshold ? 0.0 : weight * value;
      weights += weight;
    }
  }
  matte = sum / weights;
}
