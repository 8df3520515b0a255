// train/torch/own_prior: what the net says becomes the matte before, of as many pictures as asked for, the same each
// time.
#include "train/torch/own_prior.h"

#include <gtest/gtest.h>

#include "net/builder.h"

namespace segme::train {
namespace {

constexpr int kSide = 32;

/// Its matte is 1 where the picture is bright or the matte before is 1, and 0 elsewhere.
TorchNet bright_or_before() {
  net::Builder b("bright", {4, kSide, kSide});
  b.activation(net::Op::sigmoid, "matte", b.conv("logit", 0, 1, {.bias = true}));
  TorchNet net(std::move(b).finish());
  net.load({{"logit.weight", {{1, 4, 1, 1}, {0.1F, 0, 0, 40}}}, {"logit.bias", {{1}, {-12}}}}, true);
  return net;
}

/// A bright square in the middle of each picture, on black; the matte before says that all are wholly a person.
torch::Tensor pictures(int count) {
  torch::Tensor result = torch::zeros({count, 4, kSide, kSide});
  result.slice(1, 0, 3).slice(2, 8, 24).slice(3, 8, 24).fill_(255);
  result.slice(1, 3, 4).fill_(1);
  return result.contiguous(torch::MemoryFormat::ChannelsLast);
}

TEST(own_prior, first_frames_have_what_the_picture_shows_and_later_ones_what_was_before) {
  TorchNet net = bright_or_before();
  torch::Tensor batch = pictures(16);
  const torch::Tensor colours = batch.slice(1, 0, 3).clone();
  say_own_priors(net, 1, 7, batch);
  EXPECT_TRUE(torch::equal(batch.slice(1, 0, 3), colours));
  for (int i = 0; i < 16; ++i) {
    const torch::Tensor prior = batch[i][3];
    EXPECT_GT(prior[16][16].item<float>(), 0.9F) << i;
    if (i % 2 == 0) {
      EXPECT_LT(prior[0][0].item<float>(), 0.1F) << i;
      EXPECT_NEAR(prior.mean().item<float>(), 0.25F, 0.1F) << i;  // moved, hardly larger
    } else {
      EXPECT_GT(prior.mean().item<float>(), 0.9F) << i;
    }
  }
}

TEST(own_prior, a_share_of_the_pictures_and_the_same_for_the_same_seed) {
  TorchNet net = bright_or_before();
  const torch::Tensor before = pictures(64);
  torch::Tensor first = before.clone(), second = before.clone(), other = before.clone(), none = before.clone();
  say_own_priors(net, 0.5, 7, first);
  say_own_priors(net, 0.5, 7, second);
  say_own_priors(net, 0.5, 8, other);
  say_own_priors(net, 0, 7, none);
  EXPECT_TRUE(torch::equal(first, second));
  EXPECT_FALSE(torch::equal(first, other));
  EXPECT_TRUE(torch::equal(none, before));
  int changed = 0;
  for (int i = 0; i < 64; ++i) changed += torch::equal(first[i], before[i]) ? 0 : 1;
  EXPECT_GT(changed, 16);
  EXPECT_LT(changed, 48);
}

}  // namespace
}  // namespace segme::train
