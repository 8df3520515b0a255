/* A program that has libtiff, FFmpeg and signals set up for itself, and then uses libsegme on two threads: one pipeline
 * goes on while the other is freed in the middle, others cannot be made. All that belongs to the process must be as it
 * was, and nothing printed. host MODEL PICTURE VIDEO BROKEN... */
#define _GNU_SOURCE
#include <fcntl.h>
#include <fenv.h>
#include <libavutil/log.h>
#include <locale.h>
#include <pthread.h>
#include <segme.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tiffio.h>
#include <unistd.h>

enum { SIDE = 64, FRAMES = 30, MIDDLE = 10 };

static int failures = 0, said_by_tiff = 0, said_by_ffmpeg = 0;
static FILE *report;
extern char **environ;

static void check(const char *what, int right) {
  if (right) return;
  failures++;
  fprintf(report, "%s\n", what);
}

static void tiff_error(const char *a, const char *b, va_list c) { said_by_tiff++, (void)a, (void)b, (void)c; }
static void tiff_warning(const char *a, const char *b, va_list c) { said_by_tiff++, (void)a, (void)b, (void)c; }
static void tiff_error_ext(thandle_t h, const char *a, const char *b, va_list c) { (void)h, tiff_error(a, b, c); }
static void tiff_warning_ext(thandle_t h, const char *a, const char *b, va_list c) { (void)h, tiff_warning(a, b, c); }
static void heard(void *a, int b, const char *c, va_list d) { said_by_ffmpeg++, (void)a, (void)b, (void)c, (void)d; }
static void signalled(int number) { (void)number; }

static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGABRT, SIGFPE, SIGSEGV, SIGPIPE, SIGTERM, SIGUSR1, SIGCHLD};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* What else belongs to the process, as text. */
static char *belongings(void) {
  static char texts[2][65536];
  static int next = 0;
  char *text = texts[next++ % 2], folder[4096] = "";
  size_t used = 0;
  sigset_t blocked;
  const mode_t mask = umask(0);
  umask(mask);
  pthread_sigmask(SIG_BLOCK, NULL, &blocked);
  used += (size_t)snprintf(text, sizeof texts[0], "%s %s %o %d %d\n", setlocale(LC_ALL, NULL),
                           getcwd(folder, sizeof folder), (unsigned)mask, fegetround(), av_log_get_level());
  for (int i = 1; i < 32; i++) text[used++] = sigismember(&blocked, i) ? '1' : '0';
  for (char **variable = environ; *variable && used < sizeof texts[0]; variable++)
    used += (size_t)snprintf(text + used, sizeof texts[0] - used, "\n%s", *variable);
  return text;
}

struct job {
  char recipe[1024];
  int frames;
  unsigned char corner[3];
  char text[512];
};

/* A frame half red, half blue: the red half is the person, the corner of the other shows what is behind. */
static void *work(void *pointer) {
  struct job *job = pointer;
  unsigned char in[SIDE * SIDE * 3], out[SIDE * SIDE * 3];
  segme_error *error = NULL;
  segme_pipeline *pipeline = segme_pipeline_new(job->recipe, &error);
  for (int i = 0; i < SIDE * SIDE; i++) {
    in[3 * i] = i % SIDE < SIDE / 2 ? 255 : 0;
    in[3 * i + 1] = 0;
    in[3 * i + 2] = i % SIDE < SIDE / 2 ? 0 : 255;
  }
  segme_image from = {.data = {in}, .stride = {SIDE * 3}, .width = SIDE, .height = SIDE, .format = SEGME_RGB8};
  segme_image to = from;
  to.data[0] = out;
  for (int i = 0; pipeline && !error && i < job->frames; i++)
    segme_pipeline_process_at(pipeline, &from, &to, i / 30.0, &error);
  memcpy(job->corner, out + 3 * (SIDE * SIDE - 1), 3);
  snprintf(job->text, sizeof job->text, "%s", segme_error_text(error));
  segme_error_free(error);
  segme_pipeline_free(pipeline);
  return NULL;
}

static struct job make(const char *model, const char *behind, const char *refine, int frames) {
  struct job job = {.frames = frames};
  snprintf(job.recipe, sizeof job.recipe,
           "{\"model\": \"%s\", \"background\": \"%s\", \"refine\": \"%s\", \"cache\": false, \"threads\": 1}", model,
           behind, refine);
  return job;
}

static void work_beside_each_other(char **names) {
  struct job first = make(names[0], names[1], "none", FRAMES), second = make(names[0], names[2], "guided", MIDDLE);
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, work, &first);
  pthread_create(&threads[1], NULL, work, &second);
  pthread_join(threads[1], NULL);
  pthread_join(threads[0], NULL);
  check(first.text, first.text[0] == '\0');
  check(second.text, second.text[0] == '\0');
  check("the picture is not behind the person", first.corner[1] > 200 && first.corner[0] < 50 && first.corner[2] < 50);
  check("the video is not behind the person", second.corner[2] > 150 && second.corner[0] < 100);
}

int main(int argc, char **argv) {
  struct sigaction before[SIGNALS], after;
  struct stat printed[2];
  if (argc < 5) return 2;
  report = fdopen(dup(2), "w");
  for (int i = 1; i <= 2; i++) dup2(open(i == 1 ? "printed.1" : "printed.2", O_RDWR | O_CREAT | O_TRUNC, 0600), i);
  setlocale(LC_ALL, "C.UTF-8");
  for (int i = 0; i < SIGNALS; i++) {
    signal(signals[i], signalled);
    sigaction(signals[i], NULL, &before[i]);
  }
  TIFFSetErrorHandler(tiff_error);
  TIFFSetWarningHandler(tiff_warning);
  TIFFSetErrorHandlerExt(tiff_error_ext);
  TIFFSetWarningHandlerExt(tiff_warning_ext);
  av_log_set_callback(heard);
  av_log_set_level(AV_LOG_VERBOSE);
  const char *was = belongings();

  work_beside_each_other(argv + 1);
  for (int i = 4; i < argc; i++) {
    struct job broken = make(argv[1], argv[i], "none", 1);
    work(&broken);
    check("a broken file is no error", broken.text[0] != '\0');
  }
  segme_capabilities();
  segme_options();

  check("locale, folder, mask, rounding, log level, blocked signals or environment have changed", !strcmp(was, belongings()));
  check("a TIFF handler has heard what is not its own", said_by_tiff == 0);
  check("TIFF's error handler has changed", TIFFSetErrorHandler(NULL) == tiff_error);
  check("TIFF's warning handler has changed", TIFFSetWarningHandler(NULL) == tiff_warning);
  check("TIFF's second error handler has changed", TIFFSetErrorHandlerExt(NULL) == tiff_error_ext);
  check("TIFF's second warning handler has changed", TIFFSetWarningHandlerExt(NULL) == tiff_warning_ext);
  const int heard_before = said_by_ffmpeg;
  av_log(NULL, AV_LOG_VERBOSE, "a message");
  check("FFmpeg's call-back has changed", said_by_ffmpeg == heard_before + 1);
  for (int i = 0; i < SIGNALS; i++) {
    sigaction(signals[i], NULL, &after);
    check(strsignal(signals[i]), after.sa_handler == before[i].sa_handler && after.sa_flags == before[i].sa_flags);
  }
  fflush(NULL);
  for (int i = 0; i < 2; i++) check("something was printed", fstat(i + 1, &printed[i]) == 0 && printed[i].st_size == 0);
  return failures != 0;
}
