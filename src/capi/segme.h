// segme.h: the C interface of SegMe. It finds the person in a picture, and cuts the person out or puts something else
// behind.
//
// C99 and C++. Every handle is opaque. Every buffer is the caller's. Texts are UTF-8 and end with a zero byte.
// Functions that can fail take a `segme_error **`, which may be null: on failure they store an error there, to be freed
// with segme_error_free(), and return null or 0. They never print, never end the process, and change no setting of it.
// (FFmpeg reports broken background videos as the process has told it to.)
//
// Threads: the rule stands at each function.
//   [any]     may be called from any thread at any time.
//   [handle]  one call at a time on the handle that comes first, from whatever thread. A call while another one runs is
//             refused with SEGME_BUSY and changes nothing. Different handles may be used at the same time, also where
//             pipelines share a segmenter: the second one then gets SEGME_BUSY while the first one is in it.
//   [last]    as the last call on its handle: no other call on it runs, and none follows.
#ifndef SEGME_H
#define SEGME_H

#include <stddef.h>
#include <stdint.h>

#define SEGME_VERSION_MAJOR 0
#define SEGME_VERSION_MINOR 1
#define SEGME_VERSION_PATCH 0

#if defined(_WIN32)
#define SEGME_API
#else
#define SEGME_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

// NOLINTBEGIN(readability-identifier-naming): names as C has them

/* ---- Errors ---------------------------------------------------------------------------------------------------- */

/* What kind of failure it was. Values up to 6 are those that the program `segme` ends with. */
typedef enum segme_code {
  SEGME_OK = 0,
  SEGME_BUG = 1,     /* SegMe itself is wrong: please report it */
  SEGME_USAGE = 2,   /* a null handle, a wrong size, an unknown key, a combination that means nothing */
  SEGME_INPUT = 3,   /* a file that the recipe names cannot be read */
  SEGME_OUTPUT = 4,  /* something cannot be written */
  SEGME_MODEL = 5,   /* a model or its card cannot be used */
  SEGME_MISSING = 6, /* an engine or a library is not there */
  SEGME_MEMORY = 8,  /* there is not enough memory */
  SEGME_BUSY = 9,    /* another call on this handle has not returned yet */
  SEGME_CALLER = 10  /* a call-back of the caller said that it failed */
} segme_code;

typedef struct segme_error segme_error;

/* SEGME_OK for null. [any] */
SEGME_API segme_code segme_error_code(const segme_error* error);
/* What was wrong: a key of the recipe ("background"), an argument ("out.stride"), or "". Valid until the error is
 * freed. [any] */
SEGME_API const char* segme_error_field(const segme_error* error);
/* One sentence for people: what was tried, what happened, what to do. "" for null. Valid until the error is freed.
 * [any] */
SEGME_API const char* segme_error_text(const segme_error* error);
/* Null is allowed. [last] */
SEGME_API void segme_error_free(segme_error* error);

/* ---- Pictures in memory ---------------------------------------------------------------------------------------- */

/* How pixels lie in memory; 8 bits a channel unless it says otherwise. Colours are sRGB, alpha is straight. */
typedef enum segme_format {
  SEGME_RGB8 = 1,    /* data[0]: R G B R G B ... */
  SEGME_RGBA8 = 2,   /* data[0]: R G B A ... */
  SEGME_BGRA8 = 3,   /* data[0]: B G R A ... */
  SEGME_NV12 = 4,    /* data[0]: Y; data[1]: U V U V ..., half the sides, rounded up */
  SEGME_I420 = 5,    /* data[0]: Y; data[1]: U; data[2]: V, half the sides, rounded up */
  SEGME_GREY8 = 6,   /* data[0]: luma, or a matte: 255 is person */
  SEGME_GREY_F32 = 7 /* data[0]: floats 0..1, for mattes alone: 1 is person */
} segme_format;

/* How NV12 and I420 become RGB. 0 is SEGME_BT709_LIMITED from 720 rows on, and SEGME_BT601_LIMITED below. */
typedef enum segme_colours {
  SEGME_COLOURS_BY_SIZE = 0,
  SEGME_BT601_LIMITED = 1,
  SEGME_BT601_FULL = 2,
  SEGME_BT709_LIMITED = 3,
  SEGME_BT709_FULL = 4
} segme_colours;

/* A view of the caller's pixels. Set what is not used to 0. */
typedef struct segme_image {
  void* data[3];       /* first byte of each plane */
  ptrdiff_t stride[3]; /* bytes from one row to the next, at least a row long */
  int width, height;   /* pixels, 1..65535 */
  int format;          /* a segme_format */
  int colours;         /* a segme_colours, of NV12 and I420 */
} segme_image;

/* ---- Segmenters: who finds the person -------------------------------------------------------------------------- */

typedef struct segme_segmenter segme_segmenter;

/* A net. `json` is an object, or null for all defaults:
 *   "model"      a model's name, folder or file; instead of "quality"
 *   "quality"    "fast", "balanced" or "accurate" ["balanced"]
 *   "method"     "net", "bgsub" or "bgsub,net" ["net"]
 *   "plate"      for bgsub: a picture file of the scene without the person
 *   "threads"    0 is all cores [0]
 *   "precision"  "fp32", "bf16" or "auto" ["fp32"]
 *   "engine"     "openvino", "onnxruntime" or "litert"; "auto" is the first that is here ["auto"]
 *   "device"     as the engine calls it: "CPU", "GPU" ... ["CPU"]
 *   "cache"      whether compiled models are kept on disk [true]
 *   "still"      true for pictures that have nothing to do with each other: slower, better [false]
 * [any] */
SEGME_API segme_segmenter* segme_segmenter_new(const char* json, segme_error** error);

/* Writes the matte of `frame` (RGB8) into `matte`, `width` x `height` floats without gaps between rows: 0..1, 1 is
 * person. Returns 1, or 0 when it failed. */
typedef int (*segme_find)(void* user, const segme_image* frame, float* matte);

/* Somebody else finds the person: mattes are `width` x `height`, 1..8192 each. `user` is handed to every call, and
 * lives as long as the segmenter and all pipelines that use it. [any] */
SEGME_API segme_segmenter* segme_segmenter_from_callback(int width, int height, segme_find find, void* user,
                                                         segme_error** error);

/* Runs a net once: `input` and `output` are its tensors, as its card describes them. Returns 1, or 0 when it failed. */
typedef int (*segme_run)(void* user, const float* input, size_t input_count, float* output, size_t output_count);

/* Another engine runs the net that `card` (the text of a card.json) describes. SegMe makes the tensors and reads them,
 * so that mattes are those of its own engine. `output_width` and `output_height` are those of the net's output; 0 is
 * the input's. [any] */
SEGME_API segme_segmenter* segme_segmenter_from_engine(const char* card, int output_width, int output_height,
                                                       segme_run run, void* user, segme_error** error);

/* For engines that answer later, as those of a browser do: makes the net's input of `in`, `*count` floats, valid until
 * the next call that gives this segmenter a frame. Run the net with it, then give the same frame to a pipeline or to
 * segme_segmenter_segment(): the input is not made again, and `run` only copies the answer. Null when it failed.
 * [handle] */
SEGME_API const float* segme_segmenter_prepare(segme_segmenter* segmenter, const segme_image* in, size_t* count,
                                               segme_error** error);

/* Writes the coarse matte of `in`, enlarged to the size of `matte` (GREY8 or GREY_F32). 1 when done. [handle] */
SEGME_API int segme_segmenter_segment(segme_segmenter* segmenter, const segme_image* in, const segme_image* matte,
                                      segme_error** error);
/* What really runs it: "OpenVINO 2026.4 CPU, fp32, 2 threads". Valid as long as the segmenter. "" for null. [any] */
SEGME_API const char* segme_segmenter_device(const segme_segmenter* segmenter);
/* Pipelines that use it keep it alive. Null is allowed. [last] */
SEGME_API void segme_segmenter_free(segme_segmenter* segmenter);

/* ---- Pipelines: from frame to picture -------------------------------------------------------------------------- */

typedef struct segme_pipeline segme_pipeline;

/* What happens to frames. `json` is an object, or null for all defaults: the keys of segme_segmenter_new(), and
 *   "background" "none", "blur", "#00ff00", "white", a picture or video file, ... ["none"]
 *   "fit"        how a background picture is laid out: "fill", "fit" or "centre" ["fill"]
 *   "refine"     refiners in order, as in "largest_person,guided:radius=6" ["largest_person,guided"]
 *   "render"     renderers in order; "" is alpha, or cutout where nothing is behind the person [""]
 * segme_options() lists refiners, backgrounds and renderers with their options. [any] */
SEGME_API segme_pipeline* segme_pipeline_new(const char* json, segme_error** error);
/* The same with a segmenter of the caller's; the keys of segme_segmenter_new() are then errors. [any] */
SEGME_API segme_pipeline* segme_pipeline_new_with(segme_segmenter* segmenter, const char* json, segme_error** error);

/* Draws `in` into `out`, which has its size. What is transparent in `in` stays so. Formats may differ; both may be the
 * same memory when they do not. A picture with transparent places needs RGBA8 or BGRA8; GREY8 gets the matte. No copy
 * is made of RGB8 frames and pictures whose rows have no gaps and that share none, and no memory is allocated once two
 * frames of a size have been drawn. 1 when done. [handle] */
SEGME_API int segme_pipeline_process(segme_pipeline* pipeline, const segme_image* in, const segme_image* out,
                                     segme_error** error);
/* The same for a frame of a video: `seconds` is its moment, which filters over time and background videos need. Frames
 * come in order; after a cut or a seek call segme_pipeline_reset(). [handle] */
SEGME_API int segme_pipeline_process_at(segme_pipeline* pipeline, const segme_image* in, const segme_image* out,
                                        double seconds, segme_error** error);
/* Writes the matte of the last frame into `matte` (GREY8 or GREY_F32), which has its size. 1 when done. [handle] */
SEGME_API int segme_pipeline_matte(segme_pipeline* pipeline, const segme_image* matte, segme_error** error);
/* Puts a picture of the caller's (RGB8, RGBA8 or BGRA8, any size; it is copied) behind the person. 1 when done.
 * [handle] */
SEGME_API int segme_pipeline_set_background(segme_pipeline* pipeline, const segme_image* picture, segme_error** error);
/* Changes one option from the next frame on: "background", "fit", "refine", "render", or an option of a filter that is
 * in the chain, as "guided.radius". On failure all stays as it was. 1 when done. [handle] */
SEGME_API int segme_pipeline_set(segme_pipeline* pipeline, const char* key, const char* value, segme_error** error);
/* Its value now, as text; null for an unknown key. Valid until the next call with this pipeline. [handle] */
SEGME_API const char* segme_pipeline_get(segme_pipeline* pipeline, const char* key, segme_error** error);
/* How long the parts of the last frame took, in milliseconds. */
typedef struct segme_times {
  double tensorise, net, refine, render;
} segme_times;
/* All 0 before the first frame. 1 when done. [handle] */
SEGME_API int segme_pipeline_times(segme_pipeline* pipeline, segme_times* times, segme_error** error);
/* Forgets the past: at a cut, a seek, a new input. Null is allowed. [handle] */
SEGME_API void segme_pipeline_reset(segme_pipeline* pipeline);
/* Null is allowed. [last] */
SEGME_API void segme_pipeline_free(segme_pipeline* pipeline);

/* ---- What this library is -------------------------------------------------------------------------------------- */

/* "0.1.0". [any] */
SEGME_API const char* segme_version(void);
/* JSON: version, engines, formats of picture files, models with name, level and licence. [any] */
SEGME_API const char* segme_capabilities(void);
/* JSON: refiners, backgrounds and renderers with their options, types, ranges and defaults. [any] */
SEGME_API const char* segme_options(void);

// NOLINTEND(readability-identifier-naming)

#ifdef __cplusplus
}
#endif

#endif
