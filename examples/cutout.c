/* cutout.c: cuts the person out of a PNG file and writes another one, with libsegme and libpng's simple interface.
 *   cc cutout.c -o cutout $(pkg-config --cflags --libs segme libpng)
 *   ./cutout in.png out.png
 */
#include <png.h>
#include <segme.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *what, const char *why) {
  fprintf(stderr, "cutout: %s: %s\n", what, why);
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: cutout in.png out.png\n");
    return 2;
  }
  png_image file;
  memset(&file, 0, sizeof file);
  file.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&file, argv[1])) return fail(argv[1], file.message);
  file.format = PNG_FORMAT_RGB;
  unsigned char *photo = malloc(PNG_IMAGE_SIZE(file));
  unsigned char *cut = malloc((size_t)file.width * file.height * 4);
  if (photo == NULL || cut == NULL) return fail(argv[1], "not enough memory");
  const png_color white = {255, 255, 255};
  if (!png_image_finish_read(&file, &white, photo, 0, NULL)) return fail(argv[1], file.message);

  segme_error *error = NULL;
  segme_pipeline *pipeline = segme_pipeline_new("{\"still\": true}", &error);
  if (pipeline == NULL) return fail("segme", segme_error_text(error));
  segme_image in = {{photo}, {(ptrdiff_t)file.width * 3}, (int)file.width, (int)file.height, SEGME_RGB8, SEGME_COLOURS_BY_SIZE};
  segme_image out = {{cut}, {(ptrdiff_t)file.width * 4}, (int)file.width, (int)file.height, SEGME_RGBA8, SEGME_COLOURS_BY_SIZE};
  if (!segme_pipeline_process(pipeline, &in, &out, &error)) return fail("segme", segme_error_text(error));
  segme_pipeline_free(pipeline);

  file.format = PNG_FORMAT_RGBA;
  if (!png_image_write_to_file(&file, argv[2], 0, cut, 0, NULL)) return fail(argv[2], file.message);
  free(photo);
  free(cut);
  return 0;
}
