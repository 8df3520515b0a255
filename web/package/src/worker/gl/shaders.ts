// gl/shaders: what Glass draws with. Rows of all textures run from the top; only the last step turns them for the canvas.

/** Joint bilateral upsampling (Kopf 2007): the net's matte where the frame's colours are alike, then the edge's curve. */
export const upsample = `
uniform sampler2D frame, coarse;
uniform vec2 size;
uniform vec2 edge;
uniform float smoothed, mirrored;
out vec4 colour;
vec3 look(vec2 p) { return texture(frame, vec2(mirrored > 0.5 ? 1.0 - p.x : p.x, p.y)).rgb; }
void main() {
  vec3 here = look(at);
  vec2 place = at * size - 0.5;
  vec2 first = floor(place) - 1.0;
  float sum = 0.0, weights = 1e-6;
  for (int y = 0; y < 4; ++y) for (int x = 0; x < 4; ++x) {
    vec2 cell = first + vec2(x, y);
    vec2 centre = (cell + 0.5) / size;
    vec2 far = cell - place;
    vec3 off = look(centre) - here;
    float weight = exp(-dot(far, far) * 0.7 - dot(off, off) * 60.0);
    sum += weight * texture(coarse, centre).r;
    weights += weight;
  }
  float t = clamp((sum / weights - edge.x) / (edge.y - edge.x), 0.0, 1.0);
  colour = vec4(mix(t, t * t * (3.0 - 2.0 * t), smoothed));
}`;

/** The frame without the person, smaller: colours times how much of a pixel is background, which is kept beside. */
export const without = `
uniform sampler2D frame, matte;
uniform float mirrored;
out vec4 colour;
void main() {
  float rest = 1.0 - texture(matte, at).r;
  colour = vec4(texture(frame, vec2(mirrored > 0.5 ? 1.0 - at.x : at.x, at.y)).rgb, 1.0) * max(rest, 0.004);
}`;

/** One direction of a Gaussian; 'step' is a pixel in that direction. */
export const blur = `
uniform sampler2D source;
uniform vec2 step;
uniform float sigma;
out vec4 colour;
void main() {
  vec4 sum = texture(source, at);
  float weights = 1.0;
  int reach = int(ceil(sigma * 2.5));
  for (int i = 1; i <= 48; ++i) {
    if (i > reach) break;
    float weight = exp(-0.5 * float(i * i) / (sigma * sigma));
    sum += weight * (texture(source, at + step * float(i)) + texture(source, at - step * float(i)));
    weights += 2.0 * weight;
  }
  colour = sum / weights;
}`;

/** What light wrap spreads: the background where the person is not. */
export const light = `
uniform sampler2D behind, matte;
uniform vec4 cut;
out vec4 colour;
void main() { colour = vec4(texture(behind, at * cut.xy + cut.zw).rgb * (1.0 - texture(matte, at).r), 1.0); }`;

/** The picture. kind: 0 a colour, 1 a texture that 'cut' lays out, 2 the blurred frame, 3 the checkerboard. */
export const compose = `
uniform sampler2D frame, matte, behind, wrapped;
uniform float kind, mirrored, wrap, turned;
uniform vec3 plain;
uniform vec4 cut;
uniform vec2 size;
out vec4 colour;
void main() {
  vec2 p = vec2(at.x, turned > 0.5 ? 1.0 - at.y : at.y);
  vec3 person = texture(frame, vec2(mirrored > 0.5 ? 1.0 - p.x : p.x, p.y)).rgb;
  float m = texture(matte, p).r;
  vec3 back = plain;
  if (kind > 2.5) {
    vec2 square = floor(p * size / max(4.0, max(size.x, size.y) / 32.0));
    back = vec3(mod(square.x + square.y, 2.0) > 0.5 ? 0.92 : 0.80);
  } else if (kind > 1.5) {
    vec4 soft = texture(behind, p);
    back = soft.rgb / max(soft.a, 0.004);
  } else if (kind > 0.5) {
    vec2 q = p * cut.xy + cut.zw;
    bool inside = all(greaterThanEqual(q, vec2(0.0))) && all(lessThanEqual(q, vec2(1.0)));
    back = inside ? texture(behind, q).rgb : vec3(0.0);
  }
  vec3 mixed = mix(back, person, m);
  if (wrap > 0.0) mixed += m * wrap * texture(wrapped, p).rgb * (1.0 - mixed);
  colour = vec4(mixed, 1.0);
}`;
