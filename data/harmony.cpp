// data/harmony: pictures become a few hundred pixels of person and a description of the background; a step changes the
// persons of a batch, asks the net for gains and shifts, and goes down the squared error in Lab.
#include "data/harmony.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>

#include "base/resize.h"
#include "render/harmony.h"
#include "render/renderer.h"

namespace segme::data {
namespace {

constexpr int kSide = 160;             // longest side that colours are taken from
constexpr std::size_t kPixels = 384;   // of a person
constexpr float kLeastPerson = 0.05F;  // of the picture: smaller ones say nothing
constexpr float kMostPerson = 0.9F;

/// What training keeps of a photograph.
struct HarmonyScene {
  std::array<std::uint8_t, 3 * kPixels> person{};
  Palette background;
  float share = 0;
};

void shrink(const Image& image, const Matte& matte, Image& small, Matte& small_matte) {
  const double factor = std::min(1.0, static_cast<double>(kSide) / std::max(image.width(), image.height()));
  const int width = std::max(1, static_cast<int>(std::lround(image.width() * factor)));
  const int height = std::max(1, static_cast<int>(std::lround(image.height() * factor)));
  resize_area(image, width, height, small);
  resize_matte(matte, width, height, small_matte);
}

float share_of(const Matte& matte) {
  const double sum = std::accumulate(matte.data(), matte.data() + matte.size(), 0.0);
  return static_cast<float>(sum / static_cast<double>(matte.size()));
}

/// Lab of some RGB bytes, in memory of its own.
struct Lab {
  std::vector<float> values;
  LabRow row{};
  void set(const std::uint8_t* colours, std::size_t pixels) {
    values.resize(3 * pixels);
    row = {values.data(), values.data() + pixels, values.data() + 2 * pixels};
    fast_render_kernels().to_lab(colours, pixels, row);
  }
};

bool read_scene(const Sample& sample, std::mt19937& random, HarmonyScene& scene) {
  Image image, small;
  Matte truth, matte;
  read_pair(sample, image, truth);
  shrink(image, truth, small, matte);
  scene.share = share_of(matte);
  if (scene.share < kLeastPerson || scene.share > kMostPerson) return false;
  std::vector<std::size_t> inside;
  std::vector<float> outside(matte.size());
  for (std::size_t i = 0; i < matte.size(); ++i) {
    if (matte.data()[i] > 0.9F) inside.push_back(i);
    outside[i] = 1 - matte.data()[i];
  }
  if (inside.size() < kPixels / 4) return false;
  std::uniform_int_distribution<std::size_t> any(0, inside.size() - 1);
  for (std::size_t i = 0; i < kPixels; ++i)
    std::copy_n(small.data() + 3 * inside[any(random)], 3, &scene.person[3 * i]);
  Lab lab;
  lab.set(small.data(), matte.size());
  scene.background = make_palette(lab.row, outside.data(), matte.size());
  return true;
}

/// The net while it learns: weights, their gradient, and Adam's two averages.
class Learner {
 public:
  Learner(std::mt19937& random, double rate, int steps) : rate_(rate), steps_(steps) {
    std::size_t at = 0;
    for (int layer = 0; layer < 3; ++layer) {
      const int from = kHarmonyLayers[layer];
      const float reach = (layer < 2 ? 1.0F : 0.1F) / std::sqrt(static_cast<float>(from));
      std::normal_distribution<float> normal(0, reach);
      for (int k = 0; k < kHarmonyLayers[layer + 1]; ++k) {
        for (int i = 0; i < from; ++i) weights[at++] = normal(random);
        weights[at++] = 0;
      }
    }
  }

  /// Adds to the gradient that of the outputs, given the error's derivative by each.
  void add(const HarmonyRun& run, const float* slopes) {
    float next[48];
    std::copy_n(slopes, kHarmonyOutputs, next);
    std::size_t end = kHarmonyWeights;
    for (int layer = 2; layer >= 0; --layer) {
      const int from = kHarmonyLayers[layer];
      const int to = kHarmonyLayers[layer + 1];
      const std::size_t begin = end - static_cast<std::size_t>(to) * static_cast<std::size_t>(from + 1);
      float before[48] = {};
      for (int k = 0; k < to; ++k) {
        const float out = run.layers[layer + 1][k];
        const float slope = layer < 2 ? next[k] * (1 - out * out) : next[k];
        const std::size_t row = begin + static_cast<std::size_t>(k) * static_cast<std::size_t>(from + 1);
        for (int i = 0; i < from; ++i) {
          gradient_[row + static_cast<std::size_t>(i)] += slope * run.layers[layer][i];
          before[i] += slope * weights[row + static_cast<std::size_t>(i)];
        }
        gradient_[row + static_cast<std::size_t>(from)] += slope;
      }
      std::copy_n(before, 48, next);
      end = begin;
    }
  }

  void step() {
    ++step_;
    const double rate = rate_ * (0.01 + 0.99 * 0.5 * (1 + std::cos(3.14159265 * step_ / steps_)));
    const double first_part = 1 - std::pow(0.9, step_);
    const double second_part = 1 - std::pow(0.999, step_);
    for (std::size_t i = 0; i < kHarmonyWeights; ++i) {
      first_[i] = 0.9F * first_[i] + 0.1F * gradient_[i];
      second_[i] = 0.999F * second_[i] + 0.001F * gradient_[i] * gradient_[i];
      const double change = static_cast<double>(first_[i]) / first_part /
                            (std::sqrt(static_cast<double>(second_[i]) / second_part) + 1e-8);
      weights[i] -= static_cast<float>(rate * change);
      gradient_[i] = 0;
    }
  }

  std::vector<float> weights = std::vector<float>(kHarmonyWeights);

 private:
  double rate_;
  int steps_;
  int step_ = 0;
  std::vector<float> gradient_ = weights, first_ = weights, second_ = weights;
};

/// Squared error in Lab, a pixel, of the net's answer for a changed person; its derivatives go to the learner.
double learn_from(const HarmonyScene& scene, std::mt19937& random, float part, Learner& learner) {
  static const std::vector<float> ones(kPixels, 1.0F);
  Lab truth, changed;
  truth.set(scene.person.data(), kPixels);
  std::array<std::uint8_t, 3 * kPixels> person = scene.person;
  ColourChange(random).apply(person.data(), kPixels);
  changed.set(person.data(), kPixels);
  const Palette palette = make_palette(changed.row, ones.data(), kPixels);
  HarmonyRun run{};
  set_harmony_inputs(palette, scene.background, scene.share, run);
  run_harmony(learner.weights, run);
  float scale[3], offset[3];
  read_harmony(run, palette, 1, scale, offset);
  const float* wanted[3] = {truth.row.lightness, truth.row.a, truth.row.b};
  const float* given[3] = {changed.row.lightness, changed.row.a, changed.row.b};
  float slopes[kHarmonyOutputs];
  double loss = 0;
  for (int c = 0; c < 3; ++c) {
    float by_gain = 0, by_shift = 0;
    for (std::size_t i = 0; i < kPixels; ++i) {
      const float error = given[c][i] * scale[c] + offset[c] - wanted[c][i];
      loss += static_cast<double>(error * error);
      by_shift += 2 * error;
      by_gain += 2 * error * scale[c] * (given[c][i] - palette.mean[c]);
    }
    // As read_harmony() has it: 0.5 x output is the logarithm of the gain, 20 x output the shift.
    slopes[2 * c] = part * 0.5F * by_gain / static_cast<float>(kPixels);
    slopes[2 * c + 1] = part * 20 * by_shift / static_cast<float>(kPixels);
  }
  learner.add(run, slopes);
  return loss / static_cast<double>(kPixels);
}

}  // namespace

ColourChange::ColourChange(std::mt19937& random) {
  std::uniform_real_distribution<float> even(-1, 1);
  const float exposure = std::exp2(0.9F * even(random));
  const float warmth = 0.3F * even(random);
  const float tint = 0.12F * even(random);
  gain_[0] = exposure * std::exp(warmth);
  gain_[1] = exposure * std::exp(tint);
  gain_[2] = exposure * std::exp(-warmth);
  contrast_ = std::exp(0.25F * even(random));
  saturation_ = std::exp(0.35F * even(random));
}

void ColourChange::apply(std::uint8_t* colours, std::size_t pixels) const {
  const LightCurve& curve = light_curve();
  const auto steps = static_cast<float>(LightCurve::kSteps - 1);
  for (std::size_t i = 0; i < pixels; ++i, colours += 3) {
    float value[3];
    for (std::size_t c = 0; c < 3; ++c) {
      const float light = std::min(1.0F, gain_[c] * curve.linear[colours[c]]);
      const float byte = curve.byte[static_cast<std::size_t>(std::sqrt(light) * steps + 0.5F)];
      value[c] = (byte - 127.5F) * contrast_ + 127.5F;
    }
    const float grey = 0.299F * value[0] + 0.587F * value[1] + 0.114F * value[2];
    for (std::size_t c = 0; c < 3; ++c) {
      const float more = grey + saturation_ * (value[c] - grey);
      colours[c] = static_cast<std::uint8_t>(std::clamp(more + 0.5F, 0.0F, 255.0F));
    }
  }
}

std::vector<float> train_harmony(const std::vector<Sample>& samples, const HarmonyOptions& options,
                                 const std::function<void(int, double)>& say, const std::function<bool()>& stop) {
  std::mt19937 random(options.seed);
  std::vector<Sample> order = samples;
  std::shuffle(order.begin(), order.end(), random);
  std::vector<HarmonyScene> scenes;
  for (const Sample& sample : order) {
    if (static_cast<int>(scenes.size()) >= options.pictures || stop()) break;
    HarmonyScene scene;
    if (!sample.matte.empty() && read_scene(sample, random, scene)) scenes.push_back(scene);
  }
  if (scenes.empty()) {
    throw Error(ExitCode::input,
                "there is no picture with a person of 5 to 90 % of it. Give a labelled set of portraits.");
  }
  Learner learner(random, options.rate, options.steps);
  std::uniform_int_distribution<std::size_t> any(0, scenes.size() - 1);
  double mean = 0;
  for (int step = 1; step <= options.steps && !stop(); ++step) {
    double loss = 0;
    const float part = 1.0F / static_cast<float>(options.batch);
    for (int i = 0; i < options.batch; ++i) loss += learn_from(scenes[any(random)], random, part, learner);
    learner.step();
    mean += loss / options.batch;
    constexpr int kReport = 1000;
    if (step % kReport == 0) {
      say(step, mean / kReport);
      mean = 0;
    }
  }
  return learner.weights;
}

namespace {

/// A background that is always one picture.
class Still final : public Background {
 public:
  explicit Still(Image image) : image_(std::move(image)) {}
  const Image& draw(const Frame&, const Matte&) override { return image_; }

 private:
  Image image_;
};

double foreground_error(const Image& a, const Image& b, const Matte& matte) {
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < matte.size(); ++i) {
    const auto m = static_cast<double>(matte.data()[i]);
    for (std::size_t c = 0; c < 3; ++c) {
      const double d = a.data()[3 * i + c] - b.data()[3 * i + c];
      sum += m * d * d;
    }
    weight += 3 * m;
  }
  return sum / weight;
}

}  // namespace

std::vector<HarmonyScore> score_harmony(const std::vector<Sample>& samples, const std::vector<std::string>& chains,
                                        int changes, unsigned seed) {
  std::vector<HarmonyScore> scores;
  for (const std::string& chain : chains) scores.push_back({chain, 0});
  std::mt19937 random(seed);
  int count = 0;
  for (const Sample& sample : samples) {
    Image image, small;
    Matte truth, matte;
    read_pair(sample, image, truth);
    shrink(image, truth, small, matte);
    const float share = share_of(matte);
    if (share < kLeastPerson || share > kMostPerson) continue;
    Frame frame;
    frame.image = small;
    // What is behind the person is not known: the blurred background stands there, of which nothing shows.
    const Image behind = make_background_kind("blur:strength=2")->draw(frame, matte);
    Image background = small;
    for (std::size_t i = 0; i < background.size(); ++i) {
      if (matte.data()[i / 3] > 0) background.data()[i] = behind.data()[i];
    }
    for (int k = 0; k < changes; ++k, ++count) {
      frame.image = small;
      ColourChange(random).apply(frame.image.data(), matte.size());
      for (HarmonyScore& score : scores) {
        Image picture;
        make_renderer(score.renderer, std::make_shared<Still>(background))->render(frame, matte, picture);
        score.fmse += foreground_error(picture, small, matte);
      }
    }
  }
  for (HarmonyScore& score : scores) score.fmse /= std::max(1, count);
  return scores;
}

}  // namespace segme::data
