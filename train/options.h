// train/options: everything a training run can be told, declared once.
#pragma once

#include <string>

namespace segme::train {

struct TrainOptions {
  std::string data;    ///< manifest.csv
  std::string output;  ///< folder of the run
  std::string start;   ///< .pth or .safetensors to start from, or empty
  bool resume = false;
  float minutes = 60;
  int batch = 24;
  int size = 256;
  int small_size = 160;
  float small_share = 0.55F;
  float learning_rate = 3e-3F;
  float encoder_rate = 0.3F;
  float weight_decay = 1e-4F;
  int warm_up = 200;
  float ema = 0.998F;
  float edge_weight = 3;
  float composites = 0.35F;
  float empty = 0.1F;
  int seed = 1;
  int threads = 2;
  bool bf16 = true;
  float report_minutes = 6;
  void describe(auto& visit) {
    visit("data", data, "manifest.csv with the columns image, mask, source, label, split", "");
    visit("output", output, "folder of the run: checkpoints, weights, log", "");
    visit("start", start, "weights to start from: a .pth state_dict or .safetensors", "");
    visit("resume", resume, "go on from the last checkpoint in the output folder");
    visit("minutes", minutes, "length of the whole schedule, by the clock", 0.01F, 100000.0F);
    visit("batch", batch, "pictures a step", 1, 1024);
    visit("size", size, "side of the pictures in the last part of the run", 32, 2048);
    visit("small-size", small_size, "side in the first part", 32, 2048);
    visit("small-share", small_share, "how much of the time is the first part", 0.0F, 1.0F);
    visit("learning-rate", learning_rate, "peak, of AdamW", 1e-6F, 1.0F);
    visit("encoder-rate", encoder_rate, "factor of it for weights that came from --start", 0.0F, 1.0F);
    visit("weight-decay", weight_decay, "of AdamW", 0.0F, 1.0F);
    visit("warm-up", warm_up, "steps until the learning rate is whole", 1, 100000);
    visit("ema", ema, "decay of the averaged weights, which are what is kept", 0.0F, 0.99999F);
    visit("edge-weight", edge_weight, "how much more a pixel near the edge counts", 0.0F, 100.0F);
    visit("composites", composites, "share of people put on another background", 0.0F, 1.0F);
    visit("empty", empty, "share of pictures without people", 0.0F, 1.0F);
    visit("seed", seed, "of weights and augmentation", 0, 1 << 30);
    visit("threads", threads, "cores for the net", 1, 1024);
    visit("bf16", bf16, "16-bit arithmetic where the processor has it");
    visit("report-minutes", report_minutes, "time between two looks at the val split", 0.01F, 100000.0F);
  }
};

}  // namespace segme::train
