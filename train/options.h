// train/options: everything a training run can be told, declared once; and the recipes, which set many of them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace segme::train {

struct TrainOptions {
  std::string recipe = "default";
  std::string data;     ///< a set, see data/set.h
  std::string output;   ///< folder of the run
  std::string start;    ///< .pth, .safetensors or .onnx to start from, or empty
  std::string teacher;  ///< file of a net of the catalogue, or empty
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
  std::string best = "iou";
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
  float groups = 0;
  float posters = 0;
  float own_prior = 0.5F;
  int seed = 1;
  float cache_gb = 8;
  std::string device = "cpu";
  int loader_threads = 1;
  int threads = 2;
  int processes = 1;
  bool bf16 = true;
  std::string quantise = "none";  ///< or "8": see train/torch/rounding.h
  float report_minutes = 6;
  int report_steps = 0;
  void describe(auto& visit) {
    visit("recipe", recipe, "defaults of all other options", "default|reference");
    visit("data", data, "the set: a folder with images/ and masks/, IMAGES,MASKS, manifest.csv or img.npy,msk.npy", "");
    visit("output", output, "folder of the run: checkpoints, weights, log", "");
    visit("start", start,
          "weights to start from: the folder of a run or model, .safetensors, .onnx, .tflite, .pth, Keras' .h5, or the "
          "model.json of TensorFlow.js",
          "");
    visit("teacher", teacher, "net to learn from as well: a run, a model, or a .safetensors or .onnx file of one", "");
    visit("teacher-share", teacher_share, "share of the teacher's matte in what is learned", 0.0F, 1.0F);
    visit("resume", resume, "continue from the last checkpoint in the output folder");
    visit("overwrite", overwrite, "replace the run in the output folder, if there is one");
    visit("minutes", minutes, "length of the whole run in minutes", 0.01F, 100000.0F);
    visit("clock", clock, "what --minutes counts: the wall clock, or the time of the processors", "wall|processor");
    visit("steps", steps, "length of the whole run in steps, instead of minutes (0: none)", 0, 1 << 30);
    visit("epochs", epochs, "length of the whole run in passes over all people, instead of minutes (0: none)", 0,
          1000000);
    visit("batch", batch, "pictures in each step, of all processes together", 1, 1024);
    visit("size", size, "side of the pictures in the last part of the run", 32, 2048);
    visit("small-size", small_size, "side of the pictures in the first part of the run", 32, 2048);
    visit("small-share", small_share, "share of the run that is the first part", 0.0F, 1.0F);
    visit("optimizer", optimizer, "AdamW, or Adam without weight decay", "adamw|adam");
    visit("schedule", schedule, "how the learning rate falls: by time, or by the loss on the val split",
          "cosine|plateau");
    visit("learning-rate", learning_rate, "highest learning rate", 1e-6F, 1.0F);
    visit("encoder-rate", encoder_rate, "factor of the learning rate for weights that came from --start", 0.0F, 1.0F);
    visit("weight-decay", weight_decay, "weight decay of AdamW", 0.0F, 1.0F);
    visit("warm-up", warm_up, "steps until the learning rate is at its highest", 1, 100000);
    visit("plateau-factor", plateau_factor, "factor of the learning rate on a plateau", 0.01F, 0.99F);
    visit("plateau-patience", plateau_patience, "number of reports without a lower loss that make a plateau", 1,
          100000);
    visit("min-rate", min_rate, "the lowest learning rate of either schedule", 0.0F, 1.0F);
    visit("clip", clip, "largest norm of the gradient (0: any)", 0.0F, 1e6F);
    visit("ema", ema, "decay of the average of the weights, which is what is kept (0: keep the weights themselves)",
          0.0F, 0.99999F);
    visit("best", best, "which report's weights are kept as best: of the highest IoU, or the lowest loss", "iou|loss");
    visit("loss", loss, "edge (cross-entropy with more weight on the edge, and soft IoU) or bce (plain cross-entropy)",
          "edge|bce");
    visit("edge-weight", edge_weight, "additional weight of a pixel near the edge", 0.0F, 100.0F);
    visit("distill", distill, "masks are soft mattes of a teacher: use L1 and a Laplacian pyramid instead of --loss");
    visit("freeze", freeze, "weights to keep as they are: beginnings of their names, with commas between", "");
    visit("early-stop", early_stop, "number of reports without a better val IoU that end the run (0: never)", 0,
          100000);
    visit("augment", augment,
          "rich, affine (whole pictures, shifted, zoomed and flipped), near (affine, with changed light and cameras) "
          "or none",
          "rich|near|affine|none");
    visit("shift", shift, "largest shift of affine and near, as a part of the side", 0.0F, 1.0F);
    visit("zoom", zoom, "largest zoom of affine and near: each side by 1 - this to 1 + this", 0.0F, 0.9F);
    visit("composites", composites, "share of people put on another background", 0.0F, 1.0F);
    visit("empty", empty, "share of pictures without people", 0.0F, 1.0F);
    visit("groups", groups, "share of pictures with 2 to 8 people, put together from those of the set", 0.0F, 1.0F);
    visit("posters", posters,
          "share of pictures with somebody in a picture on the wall, who is background; somebody stands before half of "
          "them",
          0.0F, 1.0F);
    visit("own-prior", own_prior,
          "for nets that get the previous matte: share of pictures for which that is the net's own answer", 0.0F, 1.0F);
    visit("seed", seed, "seed of weights and augmentation", 0, 1 << 30);
    visit("cache-gb", cache_gb, "gigabytes of memory for decoded pictures; the others are read again each time", 0.0F,
          1e5F);
    visit("device", device, "device that trains the net", "cpu|cuda");
    visit("loader-threads", loader_threads, "cores of each process that prepare pictures", 1, 1024);
    visit("threads", threads, "cores for the net of each process", 1, 1024);
    visit("processes", processes, "processes that share each batch", 1, 256);
    visit("bf16", bf16, "16-bit arithmetic where the processor has it");
    visit("quantise", quantise, "8: teaches a net of --start for its 8-bit file, with all values rounded as there",
          "none|8");
    visit("report-minutes", report_minutes, "minutes between two reports on the val split", 0.01F, 100000.0F);
    visit("report-steps", report_steps,
          "steps between two reports, instead of minutes (0: none; with --epochs: one epoch)", 0, 1 << 30);
  }
};

/// Sets what the recipe sets: "default" nothing; "reference" what the system that SegMe started from did, see
/// docs/training.md. To be called before single options are read. @throws Error(usage) for another name.
void apply_recipe(std::string_view recipe, TrainOptions& options);

/// What the reference recipe sets for one net: size, batch, patience and shift; of a net that the reference did not
/// have, the size alone. Options of which `given` says that they were typed stay.
void fit_recipe(std::string_view net, const std::function<bool(std::string_view)>& given, TrainOptions& options);

}  // namespace segme::train
