/* web/core/golden/native: the desktop's side of golden.mjs. Draws a frame by recipes of the C face: with a given coarse
 * matte (chains), or with a shipped net (net). Pixels come and go as files without headers.
 *   native chains FOLDER WIDTH HEIGHT   FOLDER/frame.rgb, card.json, answer.f32, N.json -> N.rgba, N.grey
 *                                       or N.refused with the sentence
 *   native net FRAME.rgb WIDTH HEIGHT QUALITY OUT.grey */
#include <segme.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void* read_file(const char* path, size_t* size) {
  FILE* const file = fopen(path, "rb");
  if (file == NULL) return NULL;
  size_t used = 0, room = 1 << 20;
  char* bytes = malloc(room + 1);
  while (bytes != NULL) {
    const size_t got = fread(bytes + used, 1, room - used, file);
    used += got;
    if (got == 0) break;
    if (used == room) bytes = realloc(bytes, (room *= 2) + 1);
  }
  fclose(file);
  if (bytes != NULL) bytes[used] = 0;
  if (size != NULL) *size = used;
  return bytes;
}

static int write_file(const char* path, const void* bytes, size_t size) {
  FILE* const file = fopen(path, "wb");
  if (file == NULL) return 0;
  const int whole = fwrite(bytes, 1, size, file) == size;
  return fclose(file) == 0 && whole;
}

static int fail(segme_error* error, const char* what) {
  fprintf(stderr, "%s: %s\n", what, segme_error_text(error));
  segme_error_free(error);
  return 1;
}

static segme_image view(void* data, int width, int height, int format, int channels) {
  segme_image image = {{0}, {0}, 0, 0, 0, 0};
  image.data[0] = data;
  image.stride[0] = (ptrdiff_t)width * channels;
  image.width = width;
  image.height = height;
  image.format = format;
  return image;
}

static int answer(void* user, const float* input, size_t input_count, float* output, size_t output_count) {
  (void)input;
  (void)input_count;
  memcpy(output, user, output_count * sizeof *output);
  return 1;
}

static int chains(const char* folder, int width, int height) {
  char path[1024];
  const size_t pixels = (size_t)width * (size_t)height;
  snprintf(path, sizeof path, "%s/frame.rgb", folder);
  void* const frame = read_file(path, NULL);
  snprintf(path, sizeof path, "%s/card.json", folder);
  char* const card = read_file(path, NULL);
  snprintf(path, sizeof path, "%s/answer.f32", folder);
  void* const floats = read_file(path, NULL);
  unsigned char* const picture = malloc(4 * pixels);
  unsigned char* const matte = malloc(pixels);
  if (frame == NULL || card == NULL || floats == NULL || picture == NULL || matte == NULL) return fail(NULL, path);
  for (int i = 0;; ++i) {
    snprintf(path, sizeof path, "%s/%d.json", folder, i);
    char* const recipe = read_file(path, NULL);
    if (recipe == NULL) return i == 0;
    segme_error* error = NULL;
    segme_segmenter* const segmenter = segme_segmenter_from_engine(card, 0, 0, answer, floats, &error);
    segme_pipeline* const pipeline = segme_pipeline_new_with(segmenter, recipe, &error);
    if (pipeline == NULL) { /* a refusal is compared, too */
      const char* const text = segme_error_text(error);
      snprintf(path, sizeof path, "%s/%d.refused", folder, i);
      if (!write_file(path, text, strlen(text))) return fail(NULL, path);
      segme_error_free(error);
      segme_segmenter_free(segmenter);
      free(recipe);
      continue;
    }
    const segme_image in = view(frame, width, height, SEGME_RGB8, 3);
    const segme_image out = view(picture, width, height, SEGME_RGBA8, 4);
    const segme_image grey = view(matte, width, height, SEGME_GREY8, 1);
    if (!segme_pipeline_process(pipeline, &in, &out, &error)) return fail(error, recipe);
    if (!segme_pipeline_matte(pipeline, &grey, &error)) return fail(error, recipe);
    snprintf(path, sizeof path, "%s/%d.rgba", folder, i);
    if (!write_file(path, picture, 4 * pixels)) return fail(NULL, path);
    snprintf(path, sizeof path, "%s/%d.grey", folder, i);
    if (!write_file(path, matte, pixels)) return fail(NULL, path);
    segme_pipeline_free(pipeline);
    segme_segmenter_free(segmenter);
    free(recipe);
  }
}

static int net(const char* from, int width, int height, const char* quality, const char* to) {
  char recipe[128];
  const size_t pixels = (size_t)width * (size_t)height;
  void* const frame = read_file(from, NULL);
  unsigned char* const matte = malloc(pixels);
  if (frame == NULL || matte == NULL) return fail(NULL, from);
  snprintf(recipe, sizeof recipe, "{\"quality\": \"%s\", \"cache\": false}", quality);
  segme_error* error = NULL;
  segme_pipeline* const pipeline = segme_pipeline_new(recipe, &error);
  if (pipeline == NULL) return fail(error, recipe);
  const segme_image in = view(frame, width, height, SEGME_RGB8, 3);
  const segme_image out = view(matte, width, height, SEGME_GREY8, 1);
  if (!segme_pipeline_process(pipeline, &in, &out, &error)) return fail(error, from);
  return write_file(to, matte, pixels) ? 0 : fail(NULL, to);
}

int main(int count, char** words) {
  if (count == 5 && strcmp(words[1], "chains") == 0) return chains(words[2], atoi(words[3]), atoi(words[4]));
  if (count == 7 && strcmp(words[1], "net") == 0) {
    return net(words[2], atoi(words[3]), atoi(words[4]), words[5], words[6]);
  }
  fputs("see the first lines of native.c\n", stderr);
  return 2;
}
