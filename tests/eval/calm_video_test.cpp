// What refine/temporal promises of a whole video, held against known truth: a drawn person who stands, walks and runs
// before still and noisy backgrounds, and mattes that wobble as a net's do. At least 30 % less flicker than frame by
// frame, and on fast motion no worse an outline.
#include <gtest/gtest.h>

#include <cstdio>

#include "capture/synthetic.h"
#include "eval/temporal.h"
#include "refine/refiner.h"
#include "tests/eval/net_like.h"

namespace segme::eval {
namespace {

constexpr int kSide = 96;  // of the matte

struct Judged {
  TemporalScores time;
  double iou = 0;
};

/// The video that `options` draw, through a net-like wobble and `refiner`.
Judged judge(const Synthetic::Options& options, const std::string& refiner) {
  Synthetic synthetic(options);
  NetLike net(options.seed);
  const auto filter = make_refiner(refiner);
  TemporalScorer scorer;
  Judged judged;
  Frame frame;
  Matte matte, truth;
  while (synthetic.next(frame)) {
    net.run(synthetic.truth(), kSide, kSide, matte);
    filter->refine(frame, matte);
    resize_matte(synthetic.truth(), kSide, kSide, truth);
    scorer.add(matte, truth);
    judged.iou += iou(matte, truth) / options.frames;
  }
  judged.time = scorer.scores();
  return judged;
}

TEST(calm_video, flicker_falls_by_a_third_and_more_and_no_outline_gets_worse) {
  for (const char* background : {"flat", "texture", "noise"}) {
    for (const float motion : {0.0F, 0.01F, 0.08F}) {
      Synthetic::Options options;
      options.frames = 30;
      options.background = *find_named<Synthetic::Ground>(background);
      options.motion = motion;
      const Judged plain = judge(options, "temporal:seconds=0");
      const Judged calm = judge(options, "temporal");
      std::printf("%-8s motion %.2f: flicker %.4f -> %.4f, dtSSD %.2f -> %.2f, IoU %.4f -> %.4f\n", background,
                  static_cast<double>(motion), plain.time.flicker, calm.time.flicker, plain.time.dtssd, calm.time.dtssd,
                  plain.iou, calm.iou);
      SCOPED_TRACE(std::string(background) + ", motion " + std::to_string(motion));
      ASSERT_GT(plain.time.flicker, 0.005) << "there is nothing to calm: the test says nothing";
      EXPECT_LT(calm.time.flicker, 0.7 * plain.time.flicker);
      EXPECT_LT(calm.time.dtssd, 0.9 * plain.time.dtssd);
      EXPECT_GE(calm.iou, plain.iou);
    }
  }
}

constexpr int kRunning = 30;  // frames

Synthetic running_person() {
  Synthetic::Options options;
  options.frames = kRunning;
  options.motion = 0.08F;
  options.background = Synthetic::Ground::texture;
  return Synthetic(options);
}

/// The same, of mattes that are right already: calming may not make them worse than they were.
TEST(calm_video, a_perfect_matte_of_a_running_person_stays_nearly_perfect) {
  Synthetic synthetic = running_person();
  const auto filter = make_refiner("temporal");
  Frame frame;
  Matte matte, truth;
  while (synthetic.next(frame)) {
    resize_matte(synthetic.truth(), kSide, kSide, truth);
    matte = truth;
    filter->refine(frame, matte);
    EXPECT_GT(iou(matte, truth), 0.99) << frame.number;
  }
}

/// The patient one at the end of a video's chain, at the frames' own size.
TEST(calm_video, patience_costs_who_runs_next_to_nothing) {
  Synthetic synthetic = running_person();
  const auto filter = make_refiner("temporal:motion=still,patience=4");
  Frame frame;
  Matte matte;
  double mean = 0;
  while (synthetic.next(frame)) {
    matte = synthetic.truth();
    filter->refine(frame, matte);
    const double one = iou(matte, synthetic.truth());
    EXPECT_GT(one, 0.98) << frame.number;
    mean += one / kRunning;
  }
  EXPECT_GT(mean, 0.99);
}

}  // namespace
}  // namespace segme::eval
