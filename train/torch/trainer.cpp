// train/torch/trainer: AdamW with warm-up and a cosine by the clock, bf16 autocast, averaged weights (EMA), small
// pictures first and full size after; recipe and reasons in docs/training.md.
#include "train/torch/trainer.h"

#include <ATen/autocast_mode.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/stopwatch.h"
#include "net/catalogue.h"
#include "net/pth.h"
#include "net/safetensors.h"
#include "train/loader.h"
#include "train/torch/judge.h"
#include "train/torch/loss.h"
#include "train/torch/net.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;
constexpr double kLastRate = 1e-5;     // end of the cosine
constexpr double kGradientNorm = 5.0;  // clip
constexpr double kCheckpointMinutes = 3.0;

/// "_blocks.0._bn1.weight" -> "blocks.0.bn1.weight": PyTorch packages write private members with a leading underscore.
std::string public_name(const std::string& name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && (i == 0 || name[i - 1] == '.')) continue;
    result += name[i];
  }
  return result;
}

net::Weights read_start(const fs::path& path) {
  if (path.extension() == ".safetensors") return net::read_safetensors(path);
  net::Weights renamed;
  for (auto& [name, tensor] : net::read_pth(path)) renamed[public_name(name)] = tensor;
  return renamed;
}

/// One run's state and its steps.
class Run {
 public:
  Run(const net::NetKind& kind, const TrainOptions& options);
  void go(const std::function<bool()>& stop);

 private:
  [[nodiscard]] double progress() const { return std::min(elapsed_ / (60.0 * options_.minutes), 1.0); }
  [[nodiscard]] double rate() const;
  double step(const Batch& batch);
  void average();
  void report(bool final);
  void checkpoint();
  void resume();
  void log(const nlohmann::json& line) { std::ofstream(folder_ / "log.jsonl", std::ios::app) << line.dump() << '\n'; }

  TrainOptions options_;
  fs::path folder_;
  TorchNet net_;
  TorchNet average_;
  std::unique_ptr<torch::optim::AdamW> optimizer_;
  std::vector<Sample> samples_;
  std::unique_ptr<Judge> judge_;
  double elapsed_ = 0;  // seconds, over all sittings
  std::int64_t steps_ = 0;
  double best_ = 0;
};

Run::Run(const net::NetKind& kind, const TrainOptions& options)
    : options_(options), folder_(options.output), net_(kind.make(options.size)), average_(kind.make(options.size)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw Error(ExitCode::output, "cannot make the folder '" + folder_.string() + "': " + error.message() +
                                      ". Give --output another place.");
  }
  std::size_t started = 0;
  net::Weights start;
  if (!options.start.empty()) {
    start = read_start(options.start);
    started = net_.load(start, false);
    std::fprintf(stderr, "start: %zu tensors of %s\n", started, options.start.c_str());
    if (started == 0) {
      throw Error(ExitCode::model, "no tensor of '" + options.start + "' fits net '" + std::string(kind.name) +
                                       "'. Give weights whose names and shapes are the net's.");
    }
  }
  std::vector<torch::Tensor> taught;
  std::vector<torch::Tensor> fresh;
  for (const auto& [name, value] : net_.parameters()) {
    (start.contains(name) ? taught : fresh).push_back(value);
  }
  using Group = torch::optim::OptimizerParamGroup;
  auto settings = torch::optim::AdamWOptions(1e-3).weight_decay(options.weight_decay);
  std::vector<Group> groups;
  if (!fresh.empty()) groups.emplace_back(fresh, std::make_unique<torch::optim::AdamWOptions>(settings));
  if (!taught.empty()) groups.emplace_back(taught, std::make_unique<torch::optim::AdamWOptions>(settings));
  optimizer_ = std::make_unique<torch::optim::AdamW>(groups, settings);
  average_.load(net_.weights(), true);
  samples_ = read_manifest(options.data);
  judge_ = std::make_unique<Judge>(samples_, options.size);
}

double Run::rate() const {
  const double cosine = 0.5 * (1 + std::cos(progress() * 3.14159265358979));
  const double warm = std::min(1.0, static_cast<double>(steps_ + 1) / options_.warm_up);
  return warm * (kLastRate + (options_.learning_rate - kLastRate) * cosine);
}

double Run::step(const Batch& batch) {
  auto& groups = optimizer_->param_groups();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const double factor = i == 1 ? options_.encoder_rate : 1.0;
    static_cast<torch::optim::AdamWOptions&>(groups[i].options()).lr(rate() * factor);
  }
  const auto view = [&](const std::vector<float>& values, std::int64_t channels) {
    return torch::from_blob(const_cast<float*>(values.data()), {batch.count, channels, batch.size, batch.size});
  };
  const torch::Tensor images = view(batch.images, 3).contiguous(torch::MemoryFormat::ChannelsLast);
  at::autocast::set_cpu_enabled(options_.bf16);
  const torch::Tensor logits = net_.forward(images, true, "logit").to(torch::kFloat32);
  at::autocast::clear_cache();
  at::autocast::set_cpu_enabled(false);
  const torch::Tensor loss = matte_loss(logits, view(batch.mattes, 1), options_.edge_weight);
  optimizer_->zero_grad();
  loss.backward();
  std::vector<torch::Tensor> all;
  for (const auto& [name, value] : net_.parameters()) all.push_back(value);
  torch::nn::utils::clip_grad_norm_(all, kGradientNorm);
  optimizer_->step();
  average();
  ++steps_;
  return loss.item<double>();
}

void Run::average() {
  const torch::NoGradGuard guard;
  // A young average follows fast: otherwise it would remember the random start for hundreds of steps.
  const double decay =
      std::min<double>(options_.ema, (1.0 + static_cast<double>(steps_)) / (10.0 + static_cast<double>(steps_)));
  const auto follow = [&](const auto& from, const auto& to) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i].second.detach().lerp_(from[i].second.detach(), 1 - decay);
  };
  follow(net_.parameters(), average_.parameters());
  follow(net_.statistics(), average_.statistics());
}

void Run::report(bool final) {
  const auto result = judge_->judge(average_, options_.bf16, final ? 0 : 80);
  nlohmann::json line{{"minutes", elapsed_ / 60}, {"step", steps_}};
  for (const auto& [source, judged] : result) {
    std::fprintf(stderr, "\n  %-16s iou %.2f  boundary %.2f  mae %.4f  (%d)", source.c_str(), 100 * judged.iou,
                 100 * judged.boundary_iou, judged.mae, judged.pictures);
    line["val"][source] = {{"iou", judged.iou}, {"boundary_iou", judged.boundary_iou}, {"mae", judged.mae}};
  }
  std::fprintf(stderr, "\n");
  log(line);
  net::write_safetensors(folder_ / "last.safetensors", average_.weights(), {{"net", net_.graph().name}});
  const auto all = result.find("all");
  if (all != result.end() && all->second.iou >= best_) {
    best_ = all->second.iou;
    net::write_safetensors(folder_ / "best.safetensors", average_.weights(), {{"net", net_.graph().name}});
  }
}

void Run::checkpoint() {
  torch::serialize::OutputArchive archive;
  archive.write("progress", torch::tensor({elapsed_, static_cast<double>(steps_), best_}, torch::kFloat64));
  torch::serialize::OutputArchive optimizer;
  optimizer_->save(optimizer);
  archive.write("optimizer", optimizer);
  for (const auto& [prefix, net] : {std::pair{"net.", &net_}, std::pair{"average.", &average_}}) {
    for (const auto* list : {&net->parameters(), &net->statistics()}) {
      for (const auto& [name, value] : *list) {
        std::string key = prefix + name;
        std::replace(key.begin(), key.end(), '.', '/');
        archive.write(key, value.detach(), true);
      }
    }
  }
  const fs::path beside = folder_ / "last.ckpt.unfinished";
  archive.save_to(beside.string());
  fs::rename(beside, folder_ / "last.ckpt");
}

void Run::resume() {
  const fs::path path = folder_ / "last.ckpt";
  if (!fs::exists(path)) {
    throw Error(ExitCode::input, "cannot resume: there is no '" + path.string() + "'. Leave --resume out to begin.");
  }
  const torch::NoGradGuard guard;
  torch::serialize::InputArchive archive;
  archive.load_from(path.string());
  torch::Tensor progress;
  archive.read("progress", progress);
  elapsed_ = progress[0].item<double>();
  steps_ = static_cast<std::int64_t>(progress[1].item<double>());
  best_ = progress[2].item<double>();
  torch::serialize::InputArchive optimizer;
  archive.read("optimizer", optimizer);
  optimizer_->load(optimizer);
  for (const auto& [prefix, net] : {std::pair{"net.", &net_}, std::pair{"average.", &average_}}) {
    for (const auto* list : {&net->parameters(), &net->statistics()}) {
      for (const auto& [name, value] : *list) {
        std::string key = prefix + name;
        std::replace(key.begin(), key.end(), '.', '/');
        torch::Tensor saved;
        archive.read(key, saved, true);
        torch::Tensor target = value.detach();
        target.copy_(saved);
      }
    }
  }
  std::fprintf(stderr, "resumed at step %lld, minute %.1f\n", static_cast<long long>(steps_), elapsed_ / 60);
}

void Run::go(const std::function<bool()>& stop) {
  if (options_.resume) resume();
  LoaderOptions loading;
  loading.batch = options_.batch;
  loading.seed = static_cast<std::uint64_t>(options_.seed) * 1'000'003U + static_cast<std::uint64_t>(steps_);
  loading.composites = options_.composites;
  loading.empty = options_.empty;
  loading.threads = 1;
  Loader loader(samples_, loading);
  std::fprintf(stderr, "%zu people, %zu backgrounds\n", loader.foregrounds(), loader.backgrounds());
  double last_report = elapsed_;
  double last_save = elapsed_;
  double mean_loss = 0;
  Batch batch;
  Stopwatch watch;
  std::int64_t shown = 0;
  while (progress() < 1.0 && !stop()) {
    const bool small = progress() < static_cast<double>(options_.small_share);
    loader.next(small ? options_.small_size : options_.size, batch);
    const double loss = step(batch);
    mean_loss = shown == 0 ? loss : 0.98 * mean_loss + 0.02 * loss;
    const double passed = watch.lap() / 1000;
    elapsed_ += passed;
    if (++shown % 50 == 0) {
      std::fprintf(stderr, "step %lld  %.1f/%.0f min  loss %.4f  rate %.2e  %.1f pictures/s\n",
                   static_cast<long long>(steps_), elapsed_ / 60, static_cast<double>(options_.minutes), mean_loss,
                   rate(), batch.count / passed);
    }
    if (elapsed_ - last_report >= 60.0 * options_.report_minutes) {
      report(false);
      last_report = elapsed_;
    }
    if (elapsed_ - last_save >= 60.0 * kCheckpointMinutes) {
      checkpoint();
      last_save = elapsed_;
    }
  }
  checkpoint();
  report(true);
}

}  // namespace

void train(const std::string& net_name, const TrainOptions& options, const std::function<bool()>& stop) {
  torch::manual_seed(static_cast<std::uint64_t>(options.seed));
  torch::set_num_threads(options.threads);
  try {
    Run(net::find_net(net_name), options).go(stop);
  } catch (const c10::Error& error) {
    throw Error(ExitCode::bug, std::string("LibTorch could not go on: ") + error.what_without_backtrace());
  }
}

}  // namespace segme::train
