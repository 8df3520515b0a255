// train/options: the reference recipe is Portrait-Segmentation's train.py: Keras' ImageDataGenerator, Adam,
// ReduceLROnPlateau, mean binary cross-entropy, 300 epochs of batches of 32.
#include "train/options.h"

#include "base/error.h"
#include "net/catalogue.h"

namespace segme::train {
namespace {

/// How the reference taught its own nets, where that differs from net to net.
struct OfNet {
  std::string_view net;
  int batch, patience, epochs;
  float shift;
};
constexpr OfNet kOfNets[] = {{"mobile_unet_deconv", 32, 15, 300, 0.1F},
                             {"mobile_unet_bilinear", 32, 15, 300, 0.1F},
                             {"mnv3_unet_wm10", 64, 15, 300, 0.1F},
                             {"mnv3_unet_wm05", 64, 15, 300, 0.1F},
                             {"prisma", 64, 3, 300, 0.2F},
                             {"slim", 64, 10, 100, 0.1F},
                             {"mnv3_seg", 64, 5, 300, 0.1F}};

}  // namespace

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
  options.best = "loss";
  options.loss = "bce";
  options.augment = "affine";
  options.shift = 0.1F;
  options.zoom = 0.2F;
  options.composites = 0;
  options.empty = 0;
  options.bf16 = false;
}

void fit_recipe(std::string_view net, const std::function<bool(std::string_view)>& given, TrainOptions& options) {
  if (options.recipe != "reference") return;
  const auto set = [&](std::string_view name, auto& option, auto value) {
    if (!given(name)) option = value;
  };
  set("size", options.size, net::find_net(net).size);
  for (const OfNet& one : kOfNets) {
    if (one.net != net) continue;
    set("batch", options.batch, one.batch);
    set("plateau-patience", options.plateau_patience, one.patience);
    if (!given("steps")) set("epochs", options.epochs, one.epochs);
    set("shift", options.shift, one.shift);
  }
}

}  // namespace segme::train
