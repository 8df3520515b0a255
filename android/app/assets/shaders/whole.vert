// One triangle over the whole target. `at` runs over the target as its rows lie in memory, the top one first; `turn`
// says where in the source that is (the camera's own matrix, a picture on a screen).
uniform mat4 turn;
out highp vec2 at;

void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  at = (turn * vec4(corner, 0.0, 1.0)).xy;
  gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0);
}
