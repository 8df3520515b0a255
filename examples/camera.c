/* camera.c: puts the person of raw NV12 frames before another background, frame by frame, as a video call does.
 * Frames come from a V4L2 camera that gives NV12, or from a file or pipe of frames:
 *   cc camera.c -o camera $(pkg-config --cflags --libs segme)
 *   ./camera /dev/video0 640 480 blur 100 > out.nv12        # 100 frames
 *   ffmpeg -i clip.mp4 -f rawvideo -pix_fmt nv12 - | ./camera - 1280 720 '#00ff00' > out.nv12
 */
#include <fcntl.h>
#include <linux/videodev2.h>
#include <segme.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Asks a camera for NV12 frames of this size; 0 where `file` is no camera. -1: it is one, and does not give them. */
static int set_up_camera(int file, int width, int height) {
  struct v4l2_format wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  if (ioctl(file, VIDIOC_G_FMT, &wanted) != 0) return 0;
  wanted.fmt.pix.width = (unsigned)width;
  wanted.fmt.pix.height = (unsigned)height;
  wanted.fmt.pix.pixelformat = V4L2_PIX_FMT_NV12;
  wanted.fmt.pix.field = V4L2_FIELD_NONE;
  if (ioctl(file, VIDIOC_S_FMT, &wanted) != 0) return -1;
  const struct v4l2_pix_format *given = &wanted.fmt.pix;
  const int same = given->pixelformat == V4L2_PIX_FMT_NV12 && given->width == (unsigned)width &&
                   given->height == (unsigned)height && given->bytesperline == (unsigned)width;
  return same ? 1 : -1;
}

/* A whole frame; 0 at the end. A camera gives one a read, a pipe gives what it has. */
static int read_frame(int file, unsigned char *pixels, size_t size) {
  size_t have = 0;
  while (have < size) {
    const ssize_t got = read(file, pixels + have, size - have);
    if (got <= 0) return 0;
    have += (size_t)got;
  }
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "usage: camera DEVICE|FILE|- WIDTH HEIGHT BACKGROUND [FRAMES]\n");
    return 2;
  }
  const int width = atoi(argv[2]), height = atoi(argv[3]);
  const long most = argc > 5 ? atol(argv[5]) : -1;
  if (width < 2 || height < 2 || width % 2 || height % 2 || width > 8192 || height > 8192) {
    fprintf(stderr, "camera: WIDTH and HEIGHT must be even, 2 to 8192\n");
    return 2;
  }
  const int file = strcmp(argv[1], "-") == 0 ? 0 : open(argv[1], O_RDONLY);
  if (file < 0 || set_up_camera(file, width, height) < 0) {
    fprintf(stderr, "camera: cannot take NV12 frames of %d x %d from %s\n", width, height, argv[1]);
    return 3;
  }

  segme_error *error = NULL;
  segme_pipeline *pipeline =
      segme_pipeline_new("{\"quality\": \"fast\", \"refine\": \"largest_person,guided:size=320\"}", &error);
  if (pipeline == NULL || !segme_pipeline_set(pipeline, "background", argv[4], &error)) {
    fprintf(stderr, "camera: %s\n", segme_error_text(error));
    return 1;
  }
  const size_t area = (size_t)width * (size_t)height, size = area + area / 2;
  unsigned char *in = malloc(size), *out = malloc(size);
  if (in == NULL || out == NULL) return 1;
  segme_image frame = {{in, in + area}, {width, width}, width, height, SEGME_NV12, SEGME_COLOURS_BY_SIZE};
  segme_image drawn = {{out, out + area}, {width, width}, width, height, SEGME_NV12, SEGME_COLOURS_BY_SIZE};
  int code = 0;
  for (long number = 0; number != most && read_frame(file, in, size); ++number) {
    if (!segme_pipeline_process_at(pipeline, &frame, &drawn, (double)number / 30, &error)) {
      fprintf(stderr, "camera: %s\n", segme_error_text(error));
      segme_error_free(error);
      code = 1;
      break;
    }
    if (fwrite(out, 1, size, stdout) != size) break;
  }
  segme_pipeline_free(pipeline);
  free(in);
  free(out);
  return code;
}
