/* web/core/page: the little that JavaScript cannot do itself with segme.h: a function that a net's answer comes from,
 * and pixels as they lie in a canvas. A client of the C face like any other. */
#include <emscripten/emscripten.h>
#include <string.h>

#include "capi/segme.h"

/* The page writes the net's answer there and then gives the frame to the pipeline. */
static int copy_answer(void* answer, const float* input, size_t input_count, float* output, size_t output_count) {
  (void)input;
  (void)input_count;
  memcpy(output, answer, output_count * sizeof *output);
  return 1;
}

/* See segme_segmenter_from_engine(). `answer` holds the net's output and lives as long as the segmenter. */
EMSCRIPTEN_KEEPALIVE segme_segmenter* page_segmenter(const char* card, int width, int height, float* answer,
                                                     segme_error** error) {
  return segme_segmenter_from_engine(card, width, height, copy_answer, answer, error);
}

/* RGBA rows to RGB rows, both without gaps; `mirror` turns each row left to right. The two do not overlap. */
EMSCRIPTEN_KEEPALIVE void page_read_rgba(const uint8_t* restrict rgba, int width, int height, int mirror,
                                         uint8_t* restrict rgb) {
  const size_t row = (size_t)width;
  for (int y = 0; y < height; ++y, rgba += 4 * row, rgb += 3 * row) {
    const uint8_t* from = mirror ? rgba + 4 * (row - 1) : rgba;
    uint8_t* to = rgb;
    /* Four bytes at once: the fourth one is written over by the next pixel. */
    for (size_t x = 0; x + 1 < row; ++x, from += mirror ? -4 : 4, to += 3) memcpy(to, from, 4);
    memcpy(to, from, 3);
  }
}
