// tests/fuzz/face: calls of the C face in any order, with any arguments that a caller may give: null handles, sizes,
// strides, formats, recipes, options. Buffers are as large as the arguments say, and not a byte larger.
#include <array>
#include <cmath>
#include <cstring>
#include <deque>
#include <memory>
#include <string>

#include "capi/segme.h"
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

constexpr int kSides[] = {0, 1, 2, 3, 7, 16, 33, -1, 70000};
constexpr int kFormats[] = {0,          SEGME_RGB8,  SEGME_RGBA8,    SEGME_BGRA8, SEGME_NV12,
                            SEGME_I420, SEGME_GREY8, SEGME_GREY_F32, 8,           -3};
constexpr const char* kRecipes[] = {
    "{}",
    "",
    R"({"background": "#00ff00"})",
    R"({"background": "blur:strength=2", "refine": "largest_person,guided:radius=2"})",
    R"({"background": "none", "render": "cutout"})",
    R"({"background": "white", "render": "alpha,sepia,shadow"})",
    R"({"refine": "none", "render": "matte"})",
    R"({"refine": "largest_person,guided,temporal", "fit": "centre"})",
    R"({"background": 7})",
    "[",
};
constexpr const char* kKeys[] = {"background", "fit", "refine", "render", "guided.radius", "blur.strength", "x.y", ""};
constexpr const char* kValues[] = {"none",  "blur", "#123456", "fill", "centre", "guided:radius=3", "largest_person",
                                   "alpha", "4",    "-1",      "1e9",  "",       "cutout",          "sepia,emboss"};

/// How many bytes a plane of the picture has, as segme.h says; 0 for what nobody could give.
std::size_t plane_bytes(const segme_image& image, std::size_t plane) {
  if (image.width < 1 || image.height < 1 || image.width > 100 || image.height > 100 || image.stride[plane] < 1)
    return 0;
  const bool halves = plane > 0 && (image.format == SEGME_NV12 || image.format == SEGME_I420);
  const int rows = halves ? (image.height + 1) / 2 : image.height;
  return static_cast<std::size_t>(image.stride[plane]) * static_cast<std::size_t>(rows);
}

std::ptrdiff_t row_bytes(const segme_image& image, std::size_t plane) {
  const int halved = (image.width + 1) / 2;
  switch (image.format) {
    case SEGME_RGB8: return image.width * 3;
    case SEGME_RGBA8:
    case SEGME_BGRA8:
    case SEGME_GREY_F32: return image.width * 4;
    case SEGME_NV12: return plane == 0 ? image.width : 2 * halved;
    case SEGME_I420: return plane == 0 ? image.width : halved;
    default: return image.width;
  }
}

/// A picture and the memory it lies in.
struct Picture {
  segme_image image{};
  std::array<std::unique_ptr<std::uint8_t[]>, 3> planes;
};

/// Right most of the time: what is wrong is refused at once, and nothing behind it is tried.
Picture draw_picture(Draw& draw, int side) {
  Picture picture;
  segme_image& image = picture.image;
  const std::uint8_t odd = draw.byte();
  image.width = odd < 200 ? side : kSides[draw.below(std::size(kSides))];
  image.height = odd < 200 ? side : kSides[draw.below(std::size(kSides))];
  image.format = kFormats[draw.below(std::size(kFormats))];
  image.colours = draw.byte() % 6;
  for (std::size_t plane = 0; plane < 3; ++plane) {
    image.stride[plane] = row_bytes(image, plane) + (odd % 5 == 0 ? static_cast<int>(draw.byte()) - 8 : 0);
    if (image.format == SEGME_GREY_F32) image.stride[plane] -= image.stride[plane] % 4;
    const std::size_t bytes = plane_bytes(image, plane);
    if (odd % 7 == 6 || bytes == 0) continue;
    picture.planes[plane] = std::make_unique<std::uint8_t[]>(bytes);
    for (std::size_t i = 0; i < bytes; ++i) picture.planes[plane][i] = static_cast<std::uint8_t>(i * 31 + odd);
    if (image.format == SEGME_GREY_F32) std::memset(picture.planes[plane].get(), 0, bytes);
    image.data[plane] = picture.planes[plane].get();
  }
  return picture;
}

/// Of a call-back: what it answers with next.
struct Answer {
  int side = 8;
  int code = 1;
  float value = 0.5F;
};

int find(void* user, const segme_image* frame, float* matte) {
  const Answer& answer = *static_cast<const Answer*>(user);
  SEGME_CHECK(frame->format == SEGME_RGB8 && frame->data[0] != nullptr);
  for (int i = 0; i < answer.side * answer.side; ++i) matte[i] = answer.value;
  return answer.code;
}

/// Everything that calls are about, freed at the end.
class Session {
 public:
  explicit Session(Bytes bytes) : draw_(bytes) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    segme_pipeline_free(pipeline_);
    segme_segmenter_free(segmenter_);
    segme_error_free(error_);
  }

  void run() {
    constexpr int kMostCalls = 40;
    for (int i = 0; i < kMostCalls && !draw_.empty(); ++i) call();
  }

 private:
  segme_error** next_error() {
    if (error_) {
      SEGME_CHECK(segme_error_code(error_) != SEGME_OK && segme_error_code(error_) != SEGME_BUG);
      SEGME_CHECK(*segme_error_text(error_) != '\0' && segme_error_field(error_) != nullptr);
      segme_error_free(error_);
      error_ = nullptr;
    }
    return draw_.below(8) == 0 ? nullptr : &error_;
  }

  /// From the table, or what the bytes say where they name no file.
  std::string draw_text(std::span<const char* const> table) {
    if (draw_.below(4) != 0) return table[draw_.below(table.size())];
    std::string text = draw_.text();
    return text.find_first_of("/.:") == std::string::npos ? text : "";
  }

  void make_segmenter() {
    segme_segmenter_free(segmenter_);
    Answer& answer = answers_.emplace_back();  // of its own: a pipeline may keep the segmenter before this one alive
    answer.side = kSides[draw_.below(6)];
    segmenter_ = segme_segmenter_from_callback(answer.side, answer.side, draw_.below(9) == 0 ? nullptr : find, &answer,
                                               next_error());
  }

  void make_pipeline() {
    segme_pipeline_free(pipeline_);
    const std::string json = draw_text(kRecipes);
    pipeline_ = segme_pipeline_new_with(segmenter_, draw_.below(9) == 0 ? nullptr : json.c_str(), next_error());
  }

  void change_answer() {
    constexpr float kAnswers[] = {0, 1, 0.5F, -3, 1e30F, NAN, INFINITY};
    const int code = draw_.below(5) != 0 ? 1 : 0;
    const float value = kAnswers[draw_.below(std::size(kAnswers))];
    for (Answer& answer : answers_) {
      answer.code = code;
      answer.value = value;
    }
  }

  void process() {
    side_ = kSides[draw_.below(7)];
    const Picture in = draw_picture(draw_, side_);
    const Picture out = draw_picture(draw_, side_);
    if (draw_.below(2) == 0) {
      segme_pipeline_process(pipeline_, &in.image, draw_.below(16) == 0 ? &in.image : &out.image, next_error());
    } else {
      segme_pipeline_process_at(pipeline_, &in.image, &out.image, draw_.byte() * 0.1 - 3, next_error());
    }
  }

  void look() {
    const Picture matte = draw_picture(draw_, side_);
    segme_times times{};
    segme_pipeline_matte(pipeline_, &matte.image, next_error());
    segme_pipeline_times(pipeline_, draw_.below(9) == 0 ? nullptr : &times, next_error());
  }

  void change_option() {
    const std::string key = draw_text(kKeys), value = draw_text(kValues);
    segme_pipeline_set(pipeline_, key.c_str(), draw_.below(16) == 0 ? nullptr : value.c_str(), next_error());
    segme_pipeline_get(pipeline_, key.c_str(), next_error());
  }

  void find_alone() {
    const Picture in = draw_picture(draw_, side_), matte = draw_picture(draw_, side_);
    std::size_t count = 0;
    segme_segmenter_prepare(segmenter_, &in.image, &count, next_error());
    segme_segmenter_segment(segmenter_, &in.image, &matte.image, next_error());
    SEGME_CHECK(segme_segmenter_device(segmenter_) != nullptr);
  }

  void set_background() {
    const Picture picture = draw_picture(draw_, kSides[draw_.below(7)]);
    segme_pipeline_set_background(pipeline_, &picture.image, next_error());
  }

  void call() {
    switch (draw_.below(10)) {
      case 0: return make_segmenter();
      case 1: return make_pipeline();
      case 2: return change_answer();
      case 3: return change_option();
      case 4: return look();
      case 5: return find_alone();
      case 6: return set_background();
      case 7: return segme_pipeline_reset(pipeline_);
      default: return process();
    }
  }

  Draw draw_;
  std::deque<Answer> answers_;
  int side_ = 7;
  segme_error* error_ = nullptr;
  segme_segmenter* segmenter_ = nullptr;
  segme_pipeline* pipeline_ = nullptr;
};

void run_face(Bytes bytes) { Session(bytes).run(); }

}  // namespace

const Target face{"face", run_face};

}  // namespace segme::fuzz
