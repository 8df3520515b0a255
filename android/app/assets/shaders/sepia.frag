// The brown of old photographs, as render/sepia.
uniform highp sampler2D source;
out highp vec4 colour;

void main() {
  highp vec3 seen = texelFetch(source, ivec2(gl_FragCoord.xy), 0).rgb;
  colour = vec4(dot(vec3(0.393, 0.769, 0.189), seen), dot(vec3(0.349, 0.686, 0.168), seen),
                dot(vec3(0.272, 0.534, 0.131), seen), 1.0);
}
