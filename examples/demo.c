#include <segme.h>
#include <stdio.h>
int main(void) {                                       /* 640x480 RGB in, 640x480 RGB out */
  static unsigned char in_pixels[480 * 640 * 3], out_pixels[480 * 640 * 3];
  if (fread(in_pixels, 1, sizeof in_pixels, stdin) != sizeof in_pixels) return 2;
  segme_error *error = NULL;
  segme_pipeline *pipeline = segme_pipeline_new("{\"quality\": \"fast\", \"background\": \"#00ff00\"}", &error);
  if (!pipeline) { fprintf(stderr, "%s\n", segme_error_text(error)); segme_error_free(error); return 1; }
  segme_image in = {.data = {in_pixels}, .stride = {640 * 3}, .width = 640, .height = 480, .format = SEGME_RGB8};
  segme_image out = {.data = {out_pixels}, .stride = {640 * 3}, .width = 640, .height = 480, .format = SEGME_RGB8};
  int ok = segme_pipeline_process(pipeline, &in, &out, &error);   /* 1 = done; the matte: segme_pipeline_matte(...) */
  if (ok) fwrite(out_pixels, 1, sizeof out_pixels, stdout);
  segme_pipeline_free(pipeline);
  return ok ? 0 : 1;
}
