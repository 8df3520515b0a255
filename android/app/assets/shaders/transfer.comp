// What colour transfer does to the person: mean and spread in Lab of the person (weighted by the matte) and of the
// background, sampled on the core's grid (render/lab_statistics), become a scale and an offset for each channel
// (render/colour_transfer), the two pixels of `change`. One group of 256 sums up.
layout(local_size_x = 256) in;
uniform highp sampler2D frame;
uniform highp sampler2D matte;
uniform highp sampler2D back;
uniform int grid;  // pixels from one sample to the next
layout(rgba32f, binding = 0) writeonly uniform highp image2D change;

const highp float kStrength = 0.7;
const highp float kLimit = 1.5;
const highp float kFlat = 1e-3;
shared highp vec4 sums[256];
shared highp vec4 squares[256];

highp vec3 to_lab(highp vec3 rgb) {
  highp vec3 l = mix(rgb / 12.92, pow((rgb + 0.055) / 1.055, vec3(2.4)), greaterThan(rgb, vec3(0.04045)));
  highp vec3 t = vec3(dot(vec3(0.412453, 0.357580, 0.180423), l) / 0.950456, dot(vec3(0.212671, 0.715160, 0.072169), l),
                      dot(vec3(0.019334, 0.119193, 0.950227), l) / 1.088754);
  highp vec3 f = mix(7.787 * t + 16.0 / 116.0, pow(max(t, vec3(1e-6)), vec3(1.0 / 3.0)), greaterThan(t,
      vec3(0.008856)));
  return vec3(116.0 * f.y - 16.0, 500.0 * (f.x - f.y), 200.0 * (f.y - f.z));
}

// Mean and spread over all samples, the same for every invocation.
void measure(bool person, out highp vec3 mean, out highp vec3 spread) {
  ivec2 size = textureSize(frame, 0);
  ivec2 cells = (size + grid - 1) / grid;
  if ((cells.y - 1) * grid + grid / 2 >= size.y) cells.y -= 1;
  uint own = gl_LocalInvocationID.x;
  highp vec4 sum = vec4(0.0);
  highp vec4 square = vec4(0.0);
  for (int i = int(own); i < cells.x * cells.y; i += 256) {
    ivec2 at = min(ivec2(i % cells.x, i / cells.x) * grid + grid / 2, size - 1);
    highp float weight = person ? texelFetch(matte, at, 0).r : 1.0;
    highp vec3 lab = to_lab(person ? texelFetch(frame, at, 0).rgb : textureLod(back, (vec2(at) + 0.5) / vec2(size),
        0.0).rgb);
    sum += weight * vec4(lab, 1.0);
    square += weight * vec4(lab * lab, 0.0);
  }
  sums[own] = sum;
  squares[own] = square;
  for (uint half_ = 128u; half_ > 0u; half_ /= 2u) {
    barrier();
    if (own < half_) {
      sums[own] += sums[own + half_];
      squares[own] += squares[own + half_];
    }
  }
  barrier();
  highp float weight = max(sums[0].w, 1e-6);
  mean = sums[0].xyz / weight;
  spread = sums[0].w > 0.0 ? sqrt(max(vec3(0.0), squares[0].xyz / weight - mean * mean)) : vec3(0.0);
  barrier();
}

void main() {
  highp vec3 mean, spread, to_mean, to_spread;
  measure(true, mean, spread);
  measure(false, to_mean, to_spread);
  if (gl_LocalInvocationID.x != 0u) return;
  highp vec3 ratio = clamp(to_spread / max(spread, vec3(1e-6)), 1.0 / kLimit, kLimit);
  ratio = mix(ratio, vec3(1.0), lessThan(min(spread, to_spread), vec3(kFlat)));
  imageStore(change, ivec2(0, 0), vec4(1.0 + kStrength * (ratio - 1.0), 0.0));
  imageStore(change, ivec2(1, 0), vec4(kStrength * (to_mean - ratio * mean), 0.0));
}
