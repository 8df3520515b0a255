/* tests/android/desktop: the desktop's matte of a picture, to hold the phone's against.
 * usage: matte MODEL WIDTH HEIGHT IN OUT REFINE; IN is RGBA bytes, OUT gets floats 0..1. REFINE "" is the net's matte, only
 * enlarged. */
#include <stdio.h>
#include <stdlib.h>

#include "capi/segme.h"

static int fail(segme_error* error) {
  fprintf(stderr, "matte: %s\n", segme_error_text(error));
  return 1;
}

int main(int count, char** words) {
  segme_error* error = NULL;
  char recipe[200];
  int width, height;
  size_t pixels;
  segme_image in = {{0}, {0}, 0, 0, SEGME_RGBA8, 0};
  segme_image matte = {{0}, {0}, 0, 0, SEGME_GREY_F32, 0};
  segme_image picture = {{0}, {0}, 0, 0, SEGME_RGBA8, 0};
  segme_pipeline* pipeline;
  FILE* file;
  if (count != 7) return 2;
  width = atoi(words[2]);
  height = atoi(words[3]);
  pixels = (size_t)width * (size_t)height;
  in.data[0] = malloc(4 * pixels);
  matte.data[0] = malloc(4 * pixels);
  picture.data[0] = malloc(4 * pixels);
  in.width = matte.width = picture.width = width;
  in.height = matte.height = picture.height = height;
  in.stride[0] = matte.stride[0] = picture.stride[0] = 4 * width;
  file = fopen(words[4], "rb");
  if (file == NULL || fread(in.data[0], 4, pixels, file) != pixels) return 3;
  fclose(file);
  snprintf(recipe, sizeof recipe, "{\"model\": \"%s\", \"refine\": \"%s\", \"render\": \"overlay\", \"threads\": 2}", words[1],
           words[6]);
  pipeline = segme_pipeline_new(recipe, &error);
  if (pipeline == NULL || segme_pipeline_process(pipeline, &in, &picture, &error) != 1 ||
      segme_pipeline_matte(pipeline, &matte, &error) != 1) {
    return fail(error);
  }
  file = fopen(words[5], "wb");
  if (file == NULL || fwrite(matte.data[0], 4, pixels, file) != pixels || fclose(file) != 0) return 4;
  segme_pipeline_free(pipeline);
  return 0;
}
