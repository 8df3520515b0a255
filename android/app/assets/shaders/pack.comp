// Packed read-back: sixteen yes-or-no pixels of the matte (at least a half is yes) become one float, the first pixel as
// 128, the last as 1/256: exact in 32 bits, and a 64th of the bytes that a picture of four channels costs.
layout(local_size_x = 64) in;
uniform highp sampler2D matte;
layout(std430, binding = 0) writeonly buffer Packed { highp float words[]; };

void main() {
  ivec2 size = textureSize(matte, 0);
  int across = (size.x + 15) / 16;
  int own = int(gl_GlobalInvocationID.x);
  if (own >= across * size.y) return;
  highp float word = 0.0;
  highp float bit = 128.0;
  for (int i = 0; i < 16; ++i, bit /= 2.0) {
    int x = own % across * 16 + i;
    if (x < size.x && texelFetch(matte, ivec2(x, own / across), 0).r >= 0.5) word += bit;
  }
  words[own] = word;
}
