// train/torch/learner: bf16 by autocast, channels last; the optimiser's first group are fresh weights, its second those
// that came from --start.
#include "train/torch/learner.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "cli/common/say.h"
#include "net/catalogue.h"
#include "net/fold.h"
#include "net/narrow.h"
#include "train/torch/arithmetic.h"
#include "train/torch/loss.h"
#include "train/torch/own_prior.h"
#include "train/torch/weights_file.h"

namespace segme::train {
namespace {

constexpr std::size_t kLeastOfStart = 10;  // a tenth of a net's tensors: fewer are those of another net by chance

[[noreturn]] void not_finite(const char* what) {
  throw Error(ExitCode::input,
              std::string("the ") + what +
                  " is not a finite number, so the run stops; the last checkpoint is whole. Go on from it "
                  "with --resume and a lower --learning-rate, or repair the weights of --start.");
}

std::string slashed(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return name;
}

/// Calls use(key, tensor) for every tensor of a net; '.' separates archives, so keys have '/'.
template <class Use>
void each_tensor(const std::string& prefix, const TorchNet& net, const Use& use) {
  for (const auto* list : {&net.parameters(), &net.statistics()}) {
    for (const auto& [name, value] : *list) use(slashed(prefix + name), value.detach());
  }
}

}  // namespace

Learner::Learner(net::Graph graph, const TrainOptions& options, FindRanges find_ranges)
    : options_(options), find_ranges_(std::move(find_ranges)), net_(graph), average_(graph) {
  const torch::Device device = find_device(options.device);
  if (!options.start.empty()) read_start();
  if (!options.teacher.empty()) {
    teacher_.emplace(read_teacher(options.teacher));
    teacher_->to(device);
  }
  net_.to(device);
  average_.to(device);
  freeze();
  make_optimizer();
  average_.load(net_.weights(), true);
}

void Learner::read_start() {
  net::Weights wide = read_weights(options_.start, net_.graph(), folded_net_);
  const net::Weights start = net::narrow(net_.graph(), wide);
  const std::size_t count = net_.load(start, false);
  const auto narrowed = std::count_if(
      start.begin(), start.end(), [&](const auto& entry) { return wide.at(entry.first).shape != entry.second.shape; });
  const std::size_t all = net_.parameters().size() + net_.statistics().size();
  cli::sayf(cli::Level::info, "start: %zu of %zu tensors from %s, %td of them narrowed", count, all,
            options_.start.c_str(), narrowed);
  if (count * kLeastOfStart < all) {
    throw Error(ExitCode::model,
                std::to_string(count) + " of the " + std::to_string(all) + " tensors of net '" + net_.graph().name +
                    "' are in '" + options_.start +
                    "', so it cannot be a start for it. Give weights whose names and shapes are the net's.");
  }
  for (const auto& entry : start) started_.insert(entry.first);
  if (folded_net_.empty()) return;
  static_cast<void>(net::find_net(folded_net_));  // refused before anything is decoded
  for (const net::Node& node : net_.graph().nodes) {
    if (node.op != net::Op::batch_norm) continue;
    const net::Node& before = net_.graph().nodes[static_cast<std::size_t>(node.inputs[0])];
    if (before.bias || !start.contains(before.name + ".bias")) continue;
    for (const char* const part : {".weight", ".bias"}) started_.insert(node.name + part);
  }
  folded_ = std::move(wide);
}

/// Folded weights get their norms back, with the statistics of the first batch: those of the net that they are of, so
/// that a narrower one's channels are as large as they were where all of their inputs were there.
void Learner::unfold(const torch::Tensor& images, Ranks& ranks) {
  const net::Graph& own = net_.graph();
  const net::NetKind& kind = net::find_net(folded_net_);
  TorchNet wide(folded_net_ == own.name ? own : kind.make(static_cast<int>(images.size(2))));
  wide.load(folded_, false);
  wide.to(device());
  const std::size_t count = wide.unfold_norms(images.slice(1, 0, wide.graph().input_shape().channels), folded_);
  net_.load(net::narrow(own, wide.weights()), false);
  net_.settle_statistics(images);
  std::erase_if(folded_, [](const auto& entry) { return entry.first.find(".running_") == std::string::npos; });
  net_.load(folded_, false);  // norms that were not folded keep theirs
  folded_.clear();
  const torch::NoGradGuard guard;
  for (const auto* list : {&net_.parameters(), &net_.statistics()}) {
    for (const auto& [name, value] : *list) {
      torch::Tensor shared = value.detach();
      if (ranks.count() > 1 && shared.dim() == 1) ranks.average(shared);
    }
  }
  average_.load(net_.weights(), true);
  cli::sayf(cli::Level::info, "start: %zu norms unfolded", count);
}

/// The ranges stay as they are found here: the weights learn to fit them, and no later step of them undoes that.
void Learner::find_rounding() {
  SEGME_CHECK(find_ranges_ != nullptr);
  net::Weights weights = net_.weights();
  const net::Graph folded = net::fold_batch_norms(net_.graph(), weights);
  round(find_ranges_(folded, weights));
}

void Learner::round(const std::vector<net::Range>& ranges) {
  net_.round_to_8_bits(ranges);
  average_.round_to_8_bits(ranges);
}

void Learner::freeze() {
  std::string rest = options_.freeze;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string prefix = rest.substr(0, comma);
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
    if (prefix.empty()) continue;
    const std::size_t count = net_.freeze(prefix);
    if (count == 0) {
      throw Error(ExitCode::usage, "no weight of net '" + net_.graph().name + "' begins with '" + prefix +
                                       "'. Its first is '" + net_.parameters().front().first + "', its last '" +
                                       net_.parameters().back().first + "'.");
    }
    cli::sayf(cli::Level::info, "frozen: %zu tensors that begin with %s", count, prefix.c_str());
  }
}

void Learner::make_optimizer() {
  std::vector<torch::Tensor> groups[2];
  for (const auto& [name, value] : net_.parameters()) {
    if (!value.requires_grad()) continue;
    groups[started_.contains(name) ? 1 : 0].push_back(value);
    taught_.push_back(value);
  }
  if (taught_.empty()) throw Error(ExitCode::usage, "--freeze leaves nothing to teach. Freeze less.");
  const auto build = [&]<class Optimizer, class Options>(const Options& settings, const Optimizer*) {
    std::vector<torch::optim::OptimizerParamGroup> list;
    for (std::size_t i = 0; i < 2; ++i) {
      if (groups[i].empty()) continue;
      list.emplace_back(groups[i], std::make_unique<Options>(settings));
      factors_.push_back(i == 1 ? static_cast<double>(options_.encoder_rate) : 1.0);
    }
    optimizer_ = std::make_unique<Optimizer>(list, settings);
  };
  if (options_.optimizer == "adam") {
    build(torch::optim::AdamOptions(1e-3).eps(1e-7), static_cast<torch::optim::Adam*>(nullptr));
  } else {
    build(torch::optim::AdamWOptions(1e-3).weight_decay(static_cast<double>(options_.weight_decay)),
          static_cast<torch::optim::AdamW*>(nullptr));
  }
}

torch::Tensor Learner::loss_of(const torch::Tensor& logits, const torch::Tensor& mattes) const {
  if (options_.distill) return soft_matte_loss(logits, mattes);
  if (options_.loss == "bce") return plain_loss(logits, mattes);
  return matte_loss(logits, mattes, static_cast<double>(options_.edge_weight));
}

bool Learner::computes_in_16_bits() const { return options_.bf16 && has_16_bits(device().type()); }

double Learner::step(const Batch& batch, double rate, Ranks& ranks) {
  auto& groups = optimizer_->param_groups();
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].options().set_lr(rate * factors_[i]);
  const auto view = [&](const std::vector<float>& values, std::int64_t channels) {
    return torch::from_blob(const_cast<float*>(values.data()), {batch.count, channels, batch.size, batch.size});
  };
  torch::Tensor images = view(batch.images, 3);
  if (net_.graph().input_shape().channels == 4) {
    SEGME_CHECK(batch.priors.size() == batch.mattes.size());
    images = torch::cat({images, view(batch.priors, 1)}, 1);
  }
  images = images.to(device()).contiguous(torch::MemoryFormat::ChannelsLast);
  if (!folded_.empty()) unfold(images, ranks);
  if (options_.quantise != "none" && net_.rounding() == nullptr) find_rounding();
  if (images.size(1) == 4 && options_.own_prior > 0) {
    const Arithmetic arithmetic(device().type(), computes_in_16_bits());
    say_own_priors(average_, static_cast<double>(options_.own_prior), prior_seed(ranks), images);
    forget_16_bits();
  }
  torch::Tensor mattes = view(batch.mattes, 1).to(device());
  torch::Tensor logits;
  {
    const Arithmetic arithmetic(device().type(), computes_in_16_bits());
    if (teacher_) {
      const torch::NoGradGuard guard;
      const torch::Tensor taught = teacher_->forward(images.slice(1, 0, 3), false).to(torch::kFloat32);
      mattes = torch::lerp(mattes, taught, static_cast<double>(options_.teacher_share));
    }
    logits = net_.forward(images, true, "logit").to(torch::kFloat32);
    forget_16_bits();
  }
  const torch::Tensor loss = loss_of(logits, mattes);
  optimizer_->zero_grad();
  loss.backward();
  const double mean = ranks.mean(loss.item<double>());
  if (!std::isfinite(mean)) not_finite("loss");
  share_gradients(ranks);
  const double longest = options_.clip > 0 ? static_cast<double>(options_.clip) : std::numeric_limits<float>::max();
  if (!std::isfinite(torch::nn::utils::clip_grad_norm_(taught_, longest))) not_finite("gradient");
  optimizer_->step();
  ++steps_;
  follow();
  return mean;
}

/// Another number for every step and process, so that a run that was gone on with repeats them.
std::uint64_t Learner::prior_seed(const Ranks& ranks) const {
  return static_cast<std::uint64_t>(options_.seed) * 1'000'003U +
         static_cast<std::uint64_t>(steps_ * ranks.count() + ranks.rank());
}

/// The mean of all processes' gradients: each saw its part of the batch.
void Learner::share_gradients(Ranks& ranks) {
  if (ranks.count() == 1) return;
  std::vector<torch::Tensor> flat;
  for (const torch::Tensor& weight : taught_) flat.push_back(weight.grad().reshape({-1}));
  torch::Tensor all = torch::cat(flat);
  ranks.average(all);
  std::int64_t at = 0;
  for (torch::Tensor& weight : taught_) {
    weight.mutable_grad().copy_(all.slice(0, at, at + weight.numel()).reshape(weight.sizes()));
    at += weight.numel();
  }
}

void Learner::follow() {
  const torch::NoGradGuard guard;
  // A young average follows fast: otherwise it would remember the random start for hundreds of steps.
  const double steps = static_cast<double>(steps_ - 1);
  const double decay = std::min<double>(options_.ema, (1.0 + steps) / (10.0 + steps));
  const auto pull = [&](const auto& from, const auto& to) {
    for (std::size_t i = 0; i < from.size(); ++i) to[i].second.detach().lerp_(from[i].second.detach(), 1 - decay);
  };
  pull(net_.parameters(), average_.parameters());
  pull(net_.statistics(), average_.statistics());
}

void Learner::save(torch::serialize::OutputArchive& archive) const {
  archive.write("steps", torch::tensor(steps_, torch::kInt64));
  torch::serialize::OutputArchive optimizer;
  optimizer_->save(optimizer);
  archive.write("optimizer", optimizer);
  const auto write = [&](const std::string& key, const torch::Tensor& value) { archive.write(key, value.cpu(), true); };
  each_tensor("net.", net_, write);
  each_tensor("average.", average_, write);
  if (net_.rounding() == nullptr) return;
  std::vector<float> ends;
  for (const net::Range& range : net_.rounding()->ranges) ends.insert(ends.end(), {range.low, range.high});
  archive.write("ranges", torch::tensor(ends), true);
}

void Learner::load(torch::serialize::InputArchive& archive) {
  const torch::NoGradGuard guard;
  folded_.clear();
  const auto read = [&](const std::string& key, torch::Tensor value) {
    torch::Tensor saved;
    archive.read(key, saved, true);
    TORCH_CHECK(saved.sizes() == value.sizes(), "tensor '", key, "' is of another shape");
    value.copy_(saved);
  };
  each_tensor("net.", net_, read);
  each_tensor("average.", average_, read);
  torch::serialize::InputArchive optimizer;
  archive.read("optimizer", optimizer);
  optimizer_->load(optimizer);
  torch::Tensor steps;
  archive.read("steps", steps);
  steps_ = steps.item<std::int64_t>();
  if (options_.quantise == "none") return;
  torch::Tensor ends;
  archive.read("ranges", ends, true);
  ends = ends.cpu();
  std::vector<net::Range> ranges;
  for (std::int64_t i = 0; i + 1 < ends.numel(); i += 2)
    ranges.push_back({ends[i].item<float>(), ends[i + 1].item<float>()});
  net::Weights none;
  TORCH_CHECK(ranges.size() == net::fold_batch_norms(graph(), none).nodes.size(), "tensor 'ranges' is of another net");
  round(ranges);
}

}  // namespace segme::train
