// The matte at the frame's size: each pixel's colour through the linear models that the core fitted (src/refine/guided),
// mixed between the four cell centres around it, so that edges of the matte lie on edges of the frame.
uniform highp sampler2D frame;
uniform highp sampler2D models;
uniform highp float cell;  // its side, in pixels of the frame
out highp float matte;

void main() {
  highp vec3 colour = 255.0 * texelFetch(frame, ivec2(gl_FragCoord.xy), 0).rgb;
  highp vec2 place = gl_FragCoord.xy / cell - 0.5;
  ivec2 first = ivec2(floor(place));
  ivec2 last = textureSize(models, 0) - 1;
  ivec2 low = clamp(first, ivec2(0), last);
  ivec2 high = clamp(first + 1, ivec2(0), last);
  highp vec2 part = place - vec2(first);
  highp vec4 above = mix(texelFetch(models, low, 0), texelFetch(models, ivec2(high.x, low.y), 0), part.x);
  highp vec4 below = mix(texelFetch(models, ivec2(low.x, high.y), 0), texelFetch(models, high, 0), part.x);
  highp vec4 model = mix(above, below, part.y);
  matte = clamp(dot(model.rgb, colour) + model.a, 0.0, 1.0);
}
