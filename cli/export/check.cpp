// cli/export/check: pictures one by one, never all in memory.
#include "cli/export/check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/notice.h"
#include "base/resize.h"
#include "capture/synthetic.h"
#include "cli/common/child.h"
#include "cli/common/interrupt.h"
#include "cli/common/progress.h"
#include "data/set.h"
#include "eval/metrics.h"
#include "eval/report.h"
#include "infer/net_segmenter.h"
#include "infer/tensorise.h"
#include "net/calibrate.h"

namespace segme::cli {
namespace {

constexpr std::size_t kPersonParts = 50;  // a person fills at least one part in so many
constexpr int kDrawn = 4;                 // people that are drawn where no pictures are given
constexpr std::size_t kInterpreted = 4;   // pictures that the interpreter, which is slow, is asked about

/// At most `most` of them, evenly.
std::vector<eval::Sample> some_of(const std::vector<eval::Sample>& all, int most) {
  const std::size_t count = std::min(all.size(), static_cast<std::size_t>(most));
  std::vector<eval::Sample> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(all[i * all.size() / count]);
  return chosen;
}

/// Those of a split, or all when it is empty.
std::vector<eval::Sample> of_split(const std::vector<eval::Sample>& all, std::string_view split) {
  std::vector<eval::Sample> chosen;
  std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), [&](const auto& one) { return one.split == split; });
  return chosen.empty() ? all : chosen;
}

void draw_person(std::size_t number, Image& image, Matte& truth) {
  Synthetic::Options options;
  options.seed = static_cast<int>(number) + 1;
  Synthetic drawing(options);
  Frame frame;
  drawing.next(frame);
  image = std::move(frame.image);
  truth = drawing.truth();
}

std::vector<float> tensor_of(const Image& image, const ModelCard& card) {
  Tensoriser tensoriser(card);
  std::vector<float> tensor(static_cast<std::size_t>(card.width) * static_cast<std::size_t>(card.height) *
                            static_cast<std::size_t>(input_channels(card)));
  tensoriser.run(image, tensor);
  return tensor;
}

/// One file under judgement, not what is made of two answers.
class Judged {
 public:
  explicit Judged(const Model& model) : segmenter_(model, {.threads = 0, .cache = false}) {}

  const Matte& matte(const Frame& frame) {
    segmenter_.reset();  // each picture is a first one
    segmenter_.segment(frame, coarse_);
    milliseconds_.push_back(segmenter_.times().net);
    resize_matte(coarse_, frame.image.width(), frame.image.height(), matte_);
    return matte_;
  }
  void score(const Matte& truth) { ious_.push_back(eval::score(matte_, truth).iou); }
  [[nodiscard]] const Matte& last() const { return matte_; }
  [[nodiscard]] std::span<const float> output() const { return segmenter_.engine().output(); }
  [[nodiscard]] std::string device() const { return segmenter_.device(); }
  [[nodiscard]] double iou() const {
    double sum = 0;
    for (const double one : ious_) sum += one;
    return ious_.empty() ? 1 : sum / static_cast<double>(ious_.size());
  }
  [[nodiscard]] double milliseconds() const { return eval::percentile(milliseconds_, 0.5); }

 private:
  NetSegmenter segmenter_;
  Matte coarse_, matte_;
  std::vector<double> ious_, milliseconds_;
};

/// Differences of outputs, gathered.
class Differences {
 public:
  void add(std::span<const float> got, std::span<const float> wanted) {
    SEGME_CHECK(got.size() == wanted.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      const double difference = std::abs(static_cast<double>(got[i]) - static_cast<double>(wanted[i]));
      largest_ = std::max(largest_, difference);
      sum_ += difference;
    }
    count_ += got.size();
  }
  [[nodiscard]] double largest() const { return largest_; }
  [[nodiscard]] double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

 private:
  double largest_ = 0, sum_ = 0;
  std::size_t count_ = 0;
};

/// A few stray pixels are no person, and their IoU would say nothing.
bool holds_person(const Matte& matte) {
  std::size_t pixels = 0;
  for (int y = 0; y < matte.height(); ++y) {
    for (int x = 0; x < matte.width(); ++x) pixels += matte.row(y)[x] > 0.5F ? 1 : 0;
  }
  return pixels * kPersonParts > static_cast<std::size_t>(matte.width()) * static_cast<std::size_t>(matte.height());
}

ModelCard in_planes(ModelCard card) {
  if (card.layout == Layout::nhwc) card.layout = Layout::nchw;
  return card;
}

/// An output whose pixels hold their channels side by side, as the interpreter has it.
std::vector<float> in_planes(std::span<const float> output, const ModelCard& card) {
  std::vector<float> planes(output.begin(), output.end());
  const auto channels = static_cast<std::size_t>(card.output_channels);
  if (card.output_layout != Layout::nhwc || channels == 1) return planes;
  const std::size_t area = output.size() / channels;
  for (std::size_t i = 0; i < output.size(); ++i) planes[i % channels * area + i / channels] = output[i];
  return planes;
}

Judgement judge_files(Judged& before, Judged& after, const ModelCard& card, net::Interpreter& interpreter,
                      const ExportPictures& pictures) {
  Judgement made;
  made.labelled = pictures.labelled();
  made.device = after.device();
  Differences differences;
  Progress progress(pictures.judged_count(), true);
  Frame frame;
  Matte truth;
  for (std::size_t i = 0; i < pictures.judged_count(); ++i) {
    stop_if_interrupted();
    pictures.read_judged(i, frame.image, truth);
    before.matte(frame);
    after.matte(frame);
    if (!made.labelled) truth = before.last();
    if (made.labelled || holds_person(truth)) {
      before.score(truth);
      after.score(truth);
      ++made.people;
    }
    if (i < kInterpreted) {
      differences.add(in_planes(after.output(), card), interpreter.run(tensor_of(frame.image, card)).back());
    }
    progress.step();
  }
  made.iou_before = before.iou();
  made.iou_after = after.iou();
  made.ms_before = before.milliseconds();
  made.ms_after = after.milliseconds();
  made.largest = differences.largest();
  made.mean = differences.mean();
  return made;
}

/// A Judgement on its way out of the child: its numbers as they are, then the device.
using Numbers = std::array<double, 8>;

std::string text_of(const Judgement& made) {
  const Numbers numbers{static_cast<double>(made.people),
                        made.labelled ? 1.0 : 0.0,
                        made.iou_before,
                        made.iou_after,
                        made.ms_before,
                        made.ms_after,
                        made.largest,
                        made.mean};
  std::string text(sizeof numbers, '\0');
  std::memcpy(text.data(), numbers.data(), sizeof numbers);
  return text + made.device;
}

Judgement judgement_of(const std::string& text) {
  Numbers numbers{};
  Judgement made;
  SEGME_CHECK(text.size() >= sizeof numbers);
  std::memcpy(numbers.data(), text.data(), sizeof numbers);
  made.people = static_cast<std::size_t>(numbers[0]);
  made.labelled = numbers[1] > 0;
  made.iou_before = numbers[2];
  made.iou_after = numbers[3];
  made.ms_before = numbers[4];
  made.ms_after = numbers[5];
  made.largest = numbers[6];
  made.mean = numbers[7];
  made.device = text.substr(sizeof numbers);
  return made;
}

}  // namespace

ExportPictures::ExportPictures(const std::string& data, int calibration, int judged) {
  if (data.empty()) {
    drawn_ = labelled_ = true;
    judged_.resize(kDrawn);
    return;
  }
  const data::Set set = data::open_pictures(data);
  const bool broken = set.form != "pictures" && !set.problems.empty();
  const std::vector<eval::Sample> all = broken ? data::read_set(data) : set.samples;  // which says what is broken
  labelled_ = std::any_of(all.begin(), all.end(), [](const eval::Sample& one) { return !one.matte.empty(); });
  calibration_ = some_of(of_split(all, "train"), calibration);
  judged_ = some_of(of_split(all, "val"), judged);
  if (all.empty()) throw Error(ExitCode::input, "there is no picture in '" + data + "'. Give another with --data.");
}

void ExportPictures::read(const eval::Sample& sample, bool labelled, Image& image, Matte& truth) {
  if (labelled) {
    data::read_pair(sample, image, truth);
  } else {
    image = data::read_picture(sample);
  }
}

void ExportPictures::read_calibration(std::size_t i, Image& image) const {
  Matte ignored;
  read(calibration_.at(i), labelled_, image, ignored);
}

void ExportPictures::read_judged(std::size_t i, Image& image, Matte& truth) const {
  if (drawn_) {
    draw_person(i, image, truth);
  } else {
    read(judged_.at(i), labelled_, image, truth);
  }
}

net::Quantisation calibrate(const net::Graph& graph, const net::Weights& weights, const ModelCard& card,
                            const ExportPictures& pictures, bool whole) {
  net::Calibration calibration(graph, weights);
  Progress progress(pictures.calibration_count(), true);
  Image image;
  for (std::size_t i = 0; i < pictures.calibration_count(); ++i) {
    stop_if_interrupted();
    pictures.read_calibration(i, image);
    std::vector<float> tensor = tensor_of(image, in_planes(card));
    const std::span<const float> matte = calibration.add(tensor);
    if (card.fourth_channel == FourthChannel::previous_matte) {  // a first frame, and one that follows it
      std::copy(matte.begin(), matte.end(), tensor.end() - static_cast<std::ptrdiff_t>(matte.size()));
      calibration.add(tensor);
    }
    progress.step();
  }
  return net::plan_quantisation(graph, calibration.ranges(), whole);
}

std::optional<Judgement> judge(const Model& before, const Model& after, const net::Graph& graph,
                               const net::Weights& weights, const ExportPictures& pictures, std::string& crash) {
  const ChildEnd end = run_in_child([&]() -> std::string {
    listen_to_notices(nullptr);  // the judgement names the device; a notice would name a temporary file
    std::optional<Judged> first;
    std::optional<Judged> second;
    try {
      first.emplace(before);
      second.emplace(after);
    } catch (const Error& error) {
      if (error.code() != ExitCode::missing) throw;
      return "";  // no engine
    }
    net::Interpreter interpreter(graph, weights);
    return text_of(judge_files(*first, *second, in_planes(after.card), interpreter, pictures));
  });
  crash = end.crash;
  if (end.answer.empty()) return std::nullopt;
  return judgement_of(end.answer);
}

}  // namespace segme::cli
