// infer/subtraction: frame -> coarse matte without a net: what differs from a clean plate, a picture of the scene
// without the person. Light that drifts, shadows and noise are told from a person; the plate follows slow change.
#pragma once

#include <atomic>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/components.h"
#include "base/image.h"
#include "base/kind.h"
#include "infer/segmenter.h"
#include "infer/subtraction_steps.h"

namespace segme {

class Subtraction final : public Segmenter {
 public:
  static constexpr std::string_view kName = "bgsub";
  enum class Steps { own, reference };
  struct Options {
    float threshold = 22.0F;
    float shadows = 0.7F;
    float adapt = 0.02F;
    float close = 1.0F;
    float holes = 0.03F;
    int frames = 100;
    int size = 480;
    Steps steps = Steps::own;
    void describe(auto& visit) {
      visit("threshold", threshold, "difference from the plate that is a person, in 255ths; more where it is noisy",
            1.0F, 200.0F);
      visit("shadows", shadows, "a shadow leaves at least so much of the light; 1 = no shadows", 0.1F, 1.0F);
      visit("adapt", adapt, "how fast the plate follows what it sees, a frame; 0 = it stays", 0.0F, 1.0F);
      visit("close", close, "gaps up to twice this width are closed, in hundredths of the longer side", 0.0F, 10.0F);
      visit("holes", holes, "a hole smaller than this part of the person is filled", 0.0F, 1.0F);
      visit("frames", frames, "how many frames without a person make the plate, where none is given", 1, 10000);
      visit("size", size, "longest side at which frame and plate are compared", 64, 2048);
      visit("steps", steps, "own, or the reference's: grey, threshold 25, closed by 53x53; of all options frames alone",
            "own|reference");
    }
  };
  explicit Subtraction(const Options& options) : options_(options) {}

  /// The plate, RGB, of the frames' shape; it is kept through reset().
  void set_plate(Image plate) { given_plate_ = std::move(plate); }
  /// Writes the coarse matte of a 3-channel frame of any size. While a plate is being captured, nobody is there.
  /// @throws Error(usage) when the given plate has another shape.
  void segment(const Frame& frame, Matte& matte) override;
  /// Takes the next frames for a new plate, whatever it had. May be called while another thread is in segment().
  bool recapture() override {
    asked_ = true;
    return true;
  }
  /// Part of the frames of the plate that have been seen, 1 = there is a plate.
  [[nodiscard]] double captured() const override;
  /// Forgets what it learnt: a plate that was captured, and how a given one has changed.
  void reset() override;
  [[nodiscard]] std::string name() const override { return std::string(kName); }
  [[nodiscard]] std::string device() const override { return "CPU"; }
  [[nodiscard]] SegmentTimes times() const override { return {0, milliseconds_}; }

 private:
  void find(const Frame& frame, Matte& matte);
  void begin_capture();
  bool prepare(const Image& image);
  void follow_reference(const Image& image, Matte& matte);
  void estimate_light();
  [[nodiscard]] float distance(const float* off, const float* plate) const;
  void compare();
  void decide();
  void adapt();
  Options options_;
  Image given_plate_, small_;
  std::atomic<bool> asked_ = false;  // for a new plate
  bool plate_wanted_ = true;         // the given plate is to be taken at the next frame
  bool recapturing_ = false;         // it is not wanted any more
  int seen_ = 0;                     // frames that the captured plate is made of
  std::vector<float> plate_;         // RGB, 0..255, at the working size; a sum while capturing
  float light_[3] = {1, 1, 1};       // of this frame / of the plate
  std::vector<float> off_, rows_;
  Matte found_, largest_, scratch_;
  double milliseconds_ = 0;  // of the last segment()
  Components pieces_;
  std::vector<std::size_t> areas_;
  SubtractionSteps steps_;  // for steps=reference
};

using SubtractionKind = Kind<Subtraction>;
extern const SubtractionKind bgsub_method;

/// Joins what a net says with what the plate says, pixel by pixel as two independent witnesses; the plate's word counts
/// less where it sees no difference, for a shirt may have the colour of the wall. net: any size; it is the result.
void join_mattes(const Matte& plate, Matte& net, Matte& scratch);

}  // namespace segme
