// Each channel through its tone curve, as render/curves: `table` holds the 256 answers of all three.
uniform highp sampler2D source;
uniform highp sampler2D table;
out highp vec4 colour;

void main() {
  ivec3 seen = ivec3(texelFetch(source, ivec2(gl_FragCoord.xy), 0).rgb * 255.0 + 0.5);
  colour = vec4(texelFetch(table, ivec2(seen.r, 0), 0).r, texelFetch(table, ivec2(seen.g, 0), 0).g,
                texelFetch(table, ivec2(seen.b, 0), 0).b, 1.0);
}
