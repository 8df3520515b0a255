// train/options: a recipe sets many options at once, and single ones on top of it stay possible.
#include "train/options.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/options.h"

namespace segme::train {
namespace {

TEST(train_options, the_reference_recipe_is_that_of_the_system_segme_started_from) {
  TrainOptions options;
  apply_recipe("reference", options);
  EXPECT_EQ(options.augment, "affine");
  EXPECT_FLOAT_EQ(options.shift, 0.1F);
  EXPECT_FLOAT_EQ(options.zoom, 0.2F);
  EXPECT_EQ(options.batch, 32);
  EXPECT_EQ(options.epochs, 300);
  EXPECT_EQ(options.optimizer, "adam");
  EXPECT_EQ(options.loss, "bce");
  EXPECT_FLOAT_EQ(options.learning_rate, 1e-3F);
  EXPECT_EQ(options.schedule, "plateau");
  EXPECT_FLOAT_EQ(options.plateau_factor, 0.5F);
  EXPECT_EQ(options.plateau_patience, 15);
  EXPECT_FLOAT_EQ(options.min_rate, 1e-6F);
  EXPECT_FLOAT_EQ(options.composites, 0);
}

TEST(train_options, an_option_after_the_recipe_wins) {
  TrainOptions options;
  apply_recipe("reference", options);
  read_options("train", "plateau-patience=3,shift=0.2,batch=64", options);
  EXPECT_EQ(options.plateau_patience, 3);
  EXPECT_FLOAT_EQ(options.shift, 0.2F);
  EXPECT_EQ(options.batch, 64);
  EXPECT_EQ(options.loss, "bce");
}

TEST(train_options, the_reference_recipe_knows_what_its_nets_differ_in) {
  TrainOptions options;
  apply_recipe("reference", options);
  EXPECT_EQ(options.best, "loss");
  const auto typed_batch = [](std::string_view name) { return name == "batch"; };
  const auto nothing = [](std::string_view) { return false; };
  fit_recipe("prisma", nothing, options);
  EXPECT_EQ(options.size, 256);
  EXPECT_EQ(options.batch, 64);
  EXPECT_EQ(options.plateau_patience, 3);
  EXPECT_FLOAT_EQ(options.shift, 0.2F);
  options.batch = 7;
  fit_recipe("mobile_unet_deconv", typed_batch, options);
  EXPECT_EQ(options.size, 128);
  EXPECT_EQ(options.batch, 7);
  EXPECT_EQ(options.plateau_patience, 15);
  fit_recipe("portrait_fast", nothing, options);
  EXPECT_EQ(options.size, 192);
  EXPECT_EQ(options.batch, 7) << "the reference had no such net";
  TrainOptions own;
  fit_recipe("prisma", nothing, own);
  EXPECT_EQ(own.batch, TrainOptions{}.batch) << "another recipe";
}

TEST(train_options, the_default_recipe_changes_nothing) {
  TrainOptions options;
  apply_recipe("default", options);
  EXPECT_EQ(options.augment, "rich");
  EXPECT_EQ(options.batch, TrainOptions{}.batch);
}

TEST(train_options, another_recipe_is_refused) {
  TrainOptions options;
  EXPECT_THROW(apply_recipe("soup", options), Error);
}

}  // namespace
}  // namespace segme::train
