// bench/face: what a frame costs through the C face and through the class, with the same net on one core, in turn
// (A B A B ...), so that a busy machine slows both alike. Milliseconds of the thread's own CPU time:
// bench_face samples/astronaut.png
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/resize.h"
#include "capi/segme.h"
#include "capture/image_file.h"
#include "recipe/read_recipe.h"

namespace segme {
namespace {

constexpr int kRounds = 101;
constexpr const char* kRecipe = R"({"quality": "fast", "background": "#00ff00", "threads": 1})";

double cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void require(bool done, segme_error* error) {
  if (!done) throw Error(ExitCode::bug, segme_error_text(error));
}

/// A view of a whole picture in memory. The C face writes through `out` alone.
segme_image view_of(Image& picture) {
  segme_image view{};
  view.data[0] = picture.data();
  view.stride[0] = 3 * static_cast<std::ptrdiff_t>(picture.width());
  view.width = picture.width();
  view.height = picture.height();
  view.format = SEGME_RGB8;
  return view;
}

/// How much more the C face costs, of the class's cost, in parts.
double measure(const Image& photo, int width, int height) {
  Frame frame;
  resize_area(photo, width, height, frame.image);
  Image drawn, out(width, height, 3);
  Pipeline pipeline = make_pipeline(read_recipe(kRecipe));
  segme_error* error = nullptr;
  segme_pipeline* face = segme_pipeline_new(kRecipe, &error);
  require(face != nullptr, error);
  const segme_image in_view = view_of(frame.image), out_view = view_of(out);
  std::vector<double> by_class, by_face, more;
  const auto by_the_class = [&] { pipeline.process(frame, drawn); };
  const auto by_the_face = [&] { require(segme_pipeline_process(face, &in_view, &out_view, &error) == 1, error); };
  const auto took = [](const auto& work) {
    const double begin = cpu_ms();
    work();
    return cpu_ms() - begin;
  };
  for (int i = 0; i < kRounds; ++i) {  // who comes first changes, too
    if (i % 2 == 0) by_class.push_back(took(by_the_class));
    by_face.push_back(took(by_the_face));
    if (i % 2 == 1) by_class.push_back(took(by_the_class));
    more.push_back(by_face.back() / by_class.back() - 1);
  }
  segme_pipeline_free(face);
  const bool same = std::equal(drawn.data(), drawn.data() + drawn.size(), out.data());
  std::printf("%dx%d  class %.3f ms  C face %.3f ms  median of pairs %+.2f %%%s\n", width, height, median(by_class),
              median(by_face), 100 * median(more), same ? "" : "  PICTURES DIFFER");
  return same ? median(more) : 1;
}

}  // namespace
}  // namespace segme

int main(int argc, char** argv) {
  constexpr double kMost = 0.01;
  try {
    const segme::Image photo = segme::read_image(argc > 1 ? argv[1] : "samples/astronaut.png");
    double most = 0;
    for (const auto& [width, height] : {std::pair{640, 480}, std::pair{1280, 720}, std::pair{1920, 1080}}) {
      most = std::max(most, segme::measure(photo, width, height));
    }
    return most <= kMost ? 0 : 1;
  } catch (const segme::Error& error) {
    std::fprintf(stderr, "bench_face: %s\n", error.what());
    return static_cast<int>(error.code());
  }
}
