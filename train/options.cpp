// train/options: the reference recipe is Portrait-Segmentation's train.py: Keras' ImageDataGenerator, Adam,
// ReduceLROnPlateau, mean binary cross-entropy, 300 epochs of batches of 32.
#include "train/options.h"

#include "base/error.h"

namespace segme::train {

void apply_recipe(std::string_view recipe, TrainOptions& options) {
  options.recipe = recipe;
  if (recipe == "default") return;
  if (recipe != "reference") {
    throw Error(ExitCode::usage, "there is no recipe '" + std::string(recipe) + "'. There are: default, reference.");
  }
  options.epochs = 300;
  options.batch = 32;
  options.small_share = 0;
  options.optimizer = "adam";
  options.schedule = "plateau";
  options.learning_rate = 1e-3F;
  options.encoder_rate = 1;
  options.weight_decay = 0;
  options.warm_up = 1;
  options.plateau_factor = 0.5F;
  options.plateau_patience = 15;
  options.min_rate = 1e-6F;
  options.clip = 0;
  options.ema = 0;
  options.loss = "bce";
  options.augment = "affine";
  options.shift = 0.1F;
  options.zoom = 0.2F;
  options.composites = 0;
  options.empty = 0;
  options.bf16 = false;
}

}  // namespace segme::train
