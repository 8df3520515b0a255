// train/options: everything a training run can be told, declared once; and the recipes, which set many of them.
#pragma once

#include <string>
#include <string_view>

namespace segme::train {

struct TrainOptions {
  std::string recipe = "default";
  std::string data;     ///< a set, see data/set.h
  std::string output;   ///< folder of the run
  std::string start;    ///< .pth, .safetensors or .onnx to start from, or empty
  std::string teacher;  ///< .onnx of a net of the catalogue, or empty
  float teacher_share = 0.5F;
  bool resume = false;
  bool overwrite = false;
  float minutes = 60;
  std::string clock = "wall";
  int steps = 0;
  int epochs = 0;
  int batch = 24;
  int size = 256;
  int small_size = 160;
  float small_share = 0.55F;
  std::string optimizer = "adamw";
  std::string schedule = "cosine";
  float learning_rate = 3e-3F;
  float encoder_rate = 0.3F;
  float weight_decay = 1e-4F;
  int warm_up = 200;
  float plateau_factor = 0.5F;
  int plateau_patience = 15;
  float min_rate = 1e-5F;
  float clip = 5;
  float ema = 0.998F;
  std::string loss = "edge";
  float edge_weight = 3;
  bool distill = false;
  std::string freeze;
  int early_stop = 0;
  std::string augment = "rich";
  float shift = 0.1F;
  float zoom = 0.2F;
  float composites = 0.35F;
  float empty = 0.1F;
  float own_prior = 0.5F;
  int seed = 1;
  float cache_gb = 8;
  std::string device = "cpu";
  int loader_threads = 1;
  int threads = 2;
  int processes = 1;
  bool bf16 = true;
  float report_minutes = 6;
  int report_steps = 0;
  void describe(auto& visit) {
    visit("recipe", recipe, "what the other options are unless they are given", "default|reference");
    visit("data", data, "the set: a folder with images/ and masks/, IMAGES,MASKS, manifest.csv or img.npy,msk.npy", "");
    visit("output", output, "folder of the run: checkpoints, weights, log", "");
    visit("start", start, "weights to start from: a .pth state_dict, .safetensors, or a shipped .onnx", "");
    visit("teacher", teacher, "a shipped .onnx, or a run's .safetensors, whose mattes are taught along with the truth",
          "");
    visit("teacher-share", teacher_share, "how much of what is taught is the teacher's matte", 0.0F, 1.0F);
    visit("resume", resume, "go on from the last checkpoint in the output folder");
    visit("overwrite", overwrite, "replace the run in the output folder, where there is one");
    visit("minutes", minutes, "length of the whole schedule, by the clock", 0.01F, 100000.0F);
    visit("clock", clock, "what minutes are of: the wall clock, or the time that processors spent on the run",
          "wall|processor");
    visit("steps", steps, "length in steps in place of minutes (0: none)", 0, 1 << 30);
    visit("epochs", epochs, "length in passes over the people in place of minutes (0: none)", 0, 1000000);
    visit("batch", batch, "pictures a step, of all processes together", 1, 1024);
    visit("size", size, "side of the pictures in the last part of the run", 32, 2048);
    visit("small-size", small_size, "side in the first part", 32, 2048);
    visit("small-share", small_share, "how much of the run is the first part", 0.0F, 1.0F);
    visit("optimizer", optimizer, "AdamW, or Adam without weight decay", "adamw|adam");
    visit("schedule", schedule, "of the learning rate: by time, or by the loss on the val split", "cosine|plateau");
    visit("learning-rate", learning_rate, "the highest", 1e-6F, 1.0F);
    visit("encoder-rate", encoder_rate, "factor of it for weights that came from --start", 0.0F, 1.0F);
    visit("weight-decay", weight_decay, "of AdamW", 0.0F, 1.0F);
    visit("warm-up", warm_up, "steps until the learning rate is whole", 1, 100000);
    visit("plateau-factor", plateau_factor, "what the rate is multiplied with on a plateau", 0.01F, 0.99F);
    visit("plateau-patience", plateau_patience, "reports without a lower loss that make a plateau", 1, 100000);
    visit("min-rate", min_rate, "the lowest learning rate of either schedule", 0.0F, 1.0F);
    visit("clip", clip, "longest gradient (0: any)", 0.0F, 1e6F);
    visit("ema", ema, "decay of the averaged weights, which are what is kept (0: the weights themselves)", 0.0F,
          0.99999F);
    visit("loss", loss, "cross-entropy that counts the edge more and soft IoU, or plain cross-entropy", "edge|bce");
    visit("edge-weight", edge_weight, "how much more a pixel near the edge counts", 0.0F, 100.0F);
    visit("distill", distill, "masks are soft mattes of a teacher: L1 and Laplacian pyramid in place of --loss");
    visit("freeze", freeze, "weights that are not taught: beginnings of their names, with commas between", "");
    visit("early-stop", early_stop, "reports without a better val IoU that end the run (0: never)", 0, 100000);
    visit(
        "augment", augment,
        "rich, affine (shift, zoom, flip of whole pictures alone), near (affine, and rich's light and cameras) or none",
        "rich|near|affine|none");
    visit("shift", shift, "of affine and near: at most this part of the side", 0.0F, 1.0F);
    visit("zoom", zoom, "of affine and near: each side by 1 - this to 1 + this", 0.0F, 0.9F);
    visit("composites", composites, "share of people put on another background", 0.0F, 1.0F);
    visit("empty", empty, "share of pictures without people", 0.0F, 1.0F);
    visit("own-prior", own_prior,
          "of nets that read the matte before: share of pictures whose matte before is what the net itself says", 0.0F,
          1.0F);
    visit("seed", seed, "of weights and augmentation", 0, 1 << 30);
    visit("cache-gb", cache_gb, "gigabytes of memory for decoded pictures; the others are read anew each time", 0.0F,
          1e5F);
    visit("device", device, "where the net learns", "cpu|cuda");
    visit("loader-threads", loader_threads, "cores of each process that make the pictures of its batches", 1, 1024);
    visit("threads", threads, "cores for the net of each process", 1, 1024);
    visit("processes", processes, "processes that share each batch", 1, 256);
    visit("bf16", bf16, "16-bit arithmetic where the processor has it");
    visit("report-minutes", report_minutes, "time between two looks at the val split", 0.01F, 100000.0F);
    visit("report-steps", report_steps, "steps between them in place of it (0: none; with --epochs: an epoch)", 0,
          1 << 30);
  }
};

/// Sets what the recipe sets: "default" nothing; "reference" what the system that SegMe started from did, see
/// docs/training.md. To be called before single options are read. @throws Error(usage) for another name.
void apply_recipe(std::string_view recipe, TrainOptions& options);

}  // namespace segme::train
