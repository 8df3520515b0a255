// The source as it is: the camera's frame (CAMERA is its kind of sampler) into a texture, the picture onto the screen.
uniform mediump CAMERA source;
in highp vec2 at;
out mediump vec4 colour;

void main() { colour = vec4(texture(source, at).rgb, 1.0); }
