// A blurred colour without its weight; a weight of 0 stands for light, which has none.
uniform highp sampler2D source;
out highp vec4 colour;

void main() {
  highp vec4 sum = texelFetch(source, ivec2(gl_FragCoord.xy), 0);
  colour = vec4(sum.a > 0.0 ? sum.rgb / sum.a : sum.rgb, 1.0);
}
