// As if lit from the lower right, as render/emboss.
uniform highp sampler2D source;
out highp vec4 colour;

void main() {
  ivec2 last = textureSize(source, 0) - 1;
  ivec2 here = ivec2(gl_FragCoord.xy);
  ivec2 low = max(here - 1, ivec2(0));
  ivec2 high = min(here + 1, last);
  highp vec3 own = texelFetch(source, here, 0).rgb;
  highp vec3 slope = 2.0 * (texelFetch(source, high, 0).rgb - texelFetch(source, low, 0).rgb) +
                     texelFetch(source, ivec2(here.x, high.y), 0).rgb - texelFetch(source, ivec2(here.x, low.y),
                         0).rgb +
                     texelFetch(source, ivec2(high.x, here.y), 0).rgb - texelFetch(source, ivec2(low.x, here.y), 0).rgb;
  colour = vec4(clamp(own + slope, 0.0, 1.0), 1.0);
}
