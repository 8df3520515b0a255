// For the blurs, at a reduced size: the average colour times its weight, and the weight: what is behind the person
// (render/blur), or the light that falls around it (render/light_wrap, with `light` its strength).
uniform highp sampler2D source;
uniform highp sampler2D matte;
uniform highp float light;
out highp vec4 colour;

void main() {
  highp vec2 size = vec2(textureSize(source, 0));
  highp vec2 each = size / vec2(textureSize(matte, 0));  // both are already of this size
  ivec2 here = ivec2(gl_FragCoord.xy * each);
  highp vec3 seen = texelFetch(source, here, 0).rgb;
  highp float behind = 1.0 - texelFetch(matte, ivec2(gl_FragCoord.xy), 0).r;
  colour = light > 0.0 ? vec4(light * behind * seen, 0.0) : vec4(seen, 1.0) * max(behind, 1e-3);
}
