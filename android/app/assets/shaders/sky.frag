// The background of a person who has chosen none: a sunset over the sea, computed.
uniform highp vec2 size;
out highp vec4 colour;

void main() {
  highp vec2 at = gl_FragCoord.xy / size;
  highp vec3 sky = mix(vec3(0.16, 0.2, 0.42), vec3(1.0, 0.62, 0.32), smoothstep(0.0, 0.62, at.y));
  highp vec3 sea = mix(vec3(0.75, 0.42, 0.3), vec3(0.07, 0.1, 0.2), smoothstep(0.62, 1.0, at.y));
  highp float away = distance(at * vec2(size.x / size.y, 1.0), vec2(0.5 * size.x / size.y, 0.56));
  highp vec3 sun = vec3(1.0, 0.85, 0.6) * smoothstep(0.085, 0.075, away) + vec3(0.5, 0.25, 0.08) * exp(-6.0 * away);
  colour = vec4(clamp(at.y < 0.62 ? sky + sun : sea + 0.4 * sun * (1.0 - at.y), 0.0, 1.0), 1.0);
}
