// Person and background become the picture, as render/alpha, smooth_step, overlay, light_wrap and colour_transfer of
// the core do; MODE says which. Values are sRGB, 1 is white.
uniform highp sampler2D frame;
uniform highp sampler2D matte;
uniform highp sampler2D back;
uniform highp sampler2D light;
uniform highp sampler2D change;
out highp vec4 colour;

#if MODE == 4
const highp vec3 kWhite = vec3(0.950456, 1.0, 1.088754);

highp vec3 to_linear(highp vec3 v) {
  return mix(v / 12.92, pow((v + 0.055) / 1.055, vec3(2.4)), greaterThan(v, vec3(0.04045)));
}
highp vec3 from_linear(highp vec3 v) {
  v = clamp(v, 0.0, 1.0);
  return mix(12.92 * v, 1.055 * pow(max(v, vec3(1e-6)), vec3(1.0 / 2.4)) - 0.055, greaterThan(v, vec3(0.0031308)));
}
highp vec3 root(highp vec3 t) {
  return mix(7.787 * t + 16.0 / 116.0, pow(max(t, vec3(1e-6)), vec3(1.0 / 3.0)), greaterThan(t, vec3(0.008856)));
}
highp vec3 to_lab(highp vec3 rgb) {
  highp vec3 l = to_linear(rgb);
  highp vec3 t = root(vec3(dot(vec3(0.412453, 0.357580, 0.180423), l), dot(vec3(0.212671, 0.715160, 0.072169), l),
                           dot(vec3(0.019334, 0.119193, 0.950227), l)) / kWhite);
  return vec3(116.0 * t.y - 16.0, 500.0 * (t.x - t.y), 200.0 * (t.y - t.z));
}
highp vec3 from_lab(highp vec3 lab) {
  highp vec3 held = clamp(lab, vec3(0.0, -128.0, -128.0), vec3(100.0, 127.0, 127.0));
  highp float y = (held.x + 16.0) / 116.0;
  highp vec3 f = vec3(y + held.y / 500.0, y, y - held.z / 200.0);
  highp vec3 xyz = mix((f - 16.0 / 116.0) / 7.787, f * f * f, greaterThan(f, vec3(6.0 / 29.0))) * kWhite;
  return from_linear(vec3(dot(vec3(3.240479, -1.537150, -0.498535), xyz), dot(vec3(-0.969256, 1.875991, 0.041556), xyz),
                          dot(vec3(0.055648, -0.204043, 1.057311), xyz)));
}
#endif

void main() {
  ivec2 here = ivec2(gl_FragCoord.xy);
  highp vec3 front = texelFetch(frame, here, 0).rgb;
  highp float m = texelFetch(matte, here, 0).r;
  highp vec2 at = gl_FragCoord.xy / vec2(textureSize(frame, 0));
  highp vec3 behind = texture(back, at).rgb;
#if MODE == 1
  highp float t = clamp((m - 0.3) / 0.2, 0.0, 1.0);
  m = t * t * (3.0 - 2.0 * t);
#endif
#if MODE == 4
  highp vec3 scale = texelFetch(change, ivec2(0, 0), 0).rgb;
  highp vec3 offset = texelFetch(change, ivec2(1, 0), 0).rgb;
  front = from_lab(to_lab(front) * scale + offset);
#endif
#if MODE == 2
  highp vec3 drawn = front + m * vec3(0.9 * 127.0 / 255.0, 0.0, 0.0);
#else
  highp vec3 drawn = behind + m * (front - behind);
#endif
#if MODE == 3
  drawn += m * texture(light, at).rgb * (1.0 - drawn);
#endif
  colour = vec4(drawn, 1.0);
}
