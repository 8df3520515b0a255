// One box blur along one axis; three of them across and down are nearly a Gaussian (render/box_blur). Beyond the border
// is what is at it.
uniform highp sampler2D source;
uniform ivec2 along;
uniform int radius;
out highp vec4 colour;

void main() {
  ivec2 last = textureSize(source, 0) - 1;
  ivec2 here = ivec2(gl_FragCoord.xy);
  highp vec4 sum = vec4(0.0);
  for (int i = -radius; i <= radius; ++i) sum += texelFetch(source, clamp(here + i * along, ivec2(0), last), 0);
  colour = sum / float(2 * radius + 1);
}
