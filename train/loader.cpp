// train/loader: decode once, then worker threads fill batches ahead of the trainer. Batch k depends on (seed, k, size)
// alone, whatever thread makes it.
#include "train/loader.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "base/error.h"
#include "base/resize.h"
#include "base/stopwatch.h"
#include "capture/image_file.h"
#include "data/synthetic.h"
#include "train/augment.h"
#include "train/data/prior.h"

namespace segme::train {
namespace {

constexpr std::uint64_t kAhead = 4;  // batches prepared before they are asked for
constexpr float kFlat = 0.06F;       // share of new backgrounds that are a colour or a gradient
constexpr float kSecond = 0.2F;      // share of composites with two people

/// How often a source is drawn, for its worth: the test that counts is portraits; labels that lack hands count less.
float weight_of(const Sample& sample) {
  if (sample.source == "eg1800") return 2.5F;
  if (sample.source.starts_with("vikram")) return 2.0F;
  if (sample.source.starts_with("celebamask")) return 0.5F;
  if (sample.source == "ccp") return 0.7F;
  return 1.0F;
}

Decoded decode(const Sample& sample, const LoaderOptions& options) {
  const bool own_alpha = sample.row < 0 && sample.matte == sample.image;
  Image original;
  Matte matte;
  if (own_alpha) {  // the colours behind its alpha are wanted as they are, not on white
    original = read_image(sample.image, true);
    matte = read_matte(sample.matte, true);
  } else {
    read_sample(sample, original, matte);
  }
  const int longest = std::max(original.width(), original.height());
  const double factor = std::min(1.0, options.cache_pixels * 4.0 / 3.0 / longest);
  const bool stretched = options.stretch > 0;
  const int width = stretched ? options.stretch : std::max(1, static_cast<int>(original.width() * factor));
  const int height = stretched ? options.stretch : std::max(1, static_cast<int>(original.height() * factor));
  Image small;
  Matte small_matte;
  resize_area(original, width, height, small);
  resize_matte(matte, width, height, small_matte);
  Decoded decoded;
  Decoded::Level& whole = decoded.levels[0];
  whole.width = width;
  whole.height = height;
  whole.rgba.resize(small_matte.size() * 4);
  const std::size_t channels = static_cast<std::size_t>(small.channels());
  for (std::size_t i = 0; i < small_matte.size(); ++i) {
    for (std::size_t c = 0; c < 3; ++c) whole.rgba[i * 4 + c] = small.data()[i * channels + c];
    whole.rgba[i * 4 + 3] = static_cast<std::uint8_t>(std::clamp(small_matte.data()[i] * 255 + 0.5F, 0.0F, 255.0F));
  }
  decoded.hard = sample.label == "human" || (sample.label == "tool" && !own_alpha) ||
                 (sample.label.empty() && !sample.matte.empty() && !own_alpha && data::is_hard(matte));
  decoded.cut_out = own_alpha;
  decoded.whole_body = sample.kind.starts_with("full body");
  finish_decoded(decoded);
  return decoded;
}

/// All that is wrong is said before the first step, not one thing a start.
void refuse(const std::vector<std::string>& errors) {
  constexpr std::size_t kNamed = 10;
  if (errors.empty()) return;
  std::string list = errors[0];
  for (std::size_t i = 1; i < std::min(kNamed, errors.size()); ++i) list += "\n  " + errors[i];
  if (errors.size() > kNamed)
    list += "\n  and " + std::to_string(errors.size() - kNamed) + " more: see segme data check";
  throw Error(ExitCode::input, list);
}

}  // namespace

struct Loader::State {
  LoaderOptions options;
  std::vector<Decoded> people, backgrounds;
  std::vector<double> cumulative;  // weights of people, summed
  std::mutex mutex;
  std::condition_variable made, wanted;
  std::map<std::uint64_t, Batch> ready;
  std::vector<Batch> spare;  // memory of batches that were used
  std::uint64_t next_to_make = 0, next_to_take = 0;
  int size = 0, generation = 0;
  bool stop = false;
  std::vector<std::thread> threads;

  void load(const std::vector<Sample>& samples);
  [[nodiscard]] const Decoded& pick_person(Random& random) const;
  [[nodiscard]] const Decoded& person_in_turn(std::uint64_t place) const;
  [[nodiscard]] Recipe draw_recipe(std::uint64_t place, Random& random) const;
  void make(std::uint64_t number, int at_size, Augmenter& augmenter, Batch& batch) const;
  void work();
};

void Loader::State::load(const std::vector<Sample>& samples) {
  std::vector<const Sample*> chosen;
  for (const Sample& sample : samples) {
    if (sample.split == "train") chosen.push_back(&sample);
  }
  std::vector<Decoded> decoded(chosen.size());
  std::atomic<std::size_t> next{0};
  std::mutex complaint;
  std::vector<std::string> errors;
  const auto decode_some = [&] {
    for (std::size_t i = next++; i < chosen.size(); i = next++) {
      try {
        decoded[i] = decode(*chosen[i], options);
      } catch (const Error& error) {
        const std::lock_guard lock(complaint);
        errors.emplace_back(error.what());
      }
    }
  };
  Stopwatch watch;
  std::vector<std::thread> decoders;
  for (int i = 0; i < 2; ++i) decoders.emplace_back(decode_some);
  for (std::thread& thread : decoders) thread.join();
  refuse(errors);
  double sum = 0;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]->matte.empty()) {
      backgrounds.push_back(std::move(decoded[i]));
    } else {
      sum += static_cast<double>(weight_of(*chosen[i]));
      cumulative.push_back(sum);
      people.push_back(std::move(decoded[i]));
    }
  }
  std::fprintf(stderr, "decoded %zu pictures in %.1f s\n", chosen.size(), watch.milliseconds() / 1000);
  if (people.empty()) {
    throw Error(ExitCode::input, "the train split has no picture with a mask. Check the columns mask and split.");
  }
}

const Decoded& Loader::State::pick_person(Random& random) const {
  const double drawn = std::uniform_real_distribution<double>(0, cumulative.back())(random);
  const auto place = std::upper_bound(cumulative.begin(), cumulative.end(), drawn);
  return people[std::min(static_cast<std::size_t>(place - cumulative.begin()), people.size() - 1)];
}

/// Each epoch is a shuffle of its own, made from (seed, epoch) alone and kept until another is asked for.
const Decoded& Loader::State::person_in_turn(std::uint64_t place) const {
  struct Order {
    const State* owner = nullptr;
    std::uint64_t epoch = 0;
    std::vector<std::uint32_t> places;
  };
  thread_local Order order;
  const std::uint64_t epoch = place / people.size();
  if (order.owner != this || order.epoch != epoch || order.places.size() != people.size()) {
    order = {this, epoch, std::vector<std::uint32_t>(people.size())};
    std::iota(order.places.begin(), order.places.end(), 0U);
    std::seed_seq seed{options.seed, epoch, std::uint64_t{0x0E90C4}};
    Random random(seed);
    // std::shuffle is another one in every standard library.
    for (std::size_t i = order.places.size(); i > 1; --i)
      std::swap(order.places[i - 1], order.places[static_cast<std::size_t>(random() % i)]);
  }
  return people[order.places[static_cast<std::size_t>(place % people.size())]];
}

Recipe Loader::State::draw_recipe(std::uint64_t place, Random& random) const {
  Recipe recipe;
  recipe.colours = options.augment == "rich";
  recipe.view = options.augment == "rich"     ? Recipe::View::rich
                : options.augment == "affine" ? Recipe::View::affine
                                              : Recipe::View::whole;
  recipe.shift = options.shift;
  recipe.zoom = options.zoom;
  const bool nobody = chance(random, options.empty);
  if (!nobody) recipe.person = options.in_turn ? &person_in_turn(place) : &pick_person(random);
  if (!nobody && !recipe.person->cut_out && !chance(random, options.composites)) return recipe;
  recipe.flat = backgrounds.empty() || chance(random, kFlat);
  if (!recipe.flat) recipe.background = &backgrounds[static_cast<std::size_t>(random() % backgrounds.size())];
  if (!nobody && chance(random, kSecond)) {
    const Decoded& second = pick_person(random);
    // Somebody cut on both sides fills the square and would hide, or be hidden by, the other.
    const auto fits = [](const Decoded& person) { return !(person.cut_left && person.cut_right); };
    if (fits(second) && fits(*recipe.person)) recipe.second = &second;
  }
  return recipe;
}

void Loader::State::make(std::uint64_t number, int at_size, Augmenter& augmenter, Batch& batch) const {
  const std::size_t count = static_cast<std::size_t>(options.batch);
  const std::size_t plane = static_cast<std::size_t>(at_size) * static_cast<std::size_t>(at_size);
  batch.count = options.batch;
  batch.size = at_size;
  batch.images.resize(count * plane * 3);
  batch.mattes.resize(count * plane);
  batch.priors.resize(options.priors ? count * plane : 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t in_batch = static_cast<std::uint64_t>(options.first_of_batch) + i;
    const auto whole = static_cast<std::uint64_t>(options.whole_batch > 0 ? options.whole_batch : options.batch);
    std::seed_seq seed{options.seed, number, in_batch};
    Random random(seed);
    const Recipe recipe = draw_recipe(number * whole + in_batch, random);
    augmenter.run(recipe, at_size, random, batch.images.data() + i * plane * 3, batch.mattes.data() + i * plane);
    if (options.priors) draw_prior(batch.mattes.data() + i * plane, at_size, random, batch.priors.data() + i * plane);
  }
}

void Loader::State::work() {
  Augmenter augmenter;
  std::unique_lock lock(mutex);
  while (!stop) {
    if (size == 0 || next_to_make >= next_to_take + kAhead) {
      wanted.wait(lock);
      continue;
    }
    const std::uint64_t number = next_to_make++;
    const int at_size = size;
    const int at_generation = generation;
    Batch batch;
    if (!spare.empty()) {
      batch = std::move(spare.back());
      spare.pop_back();
    }
    lock.unlock();
    make(number, at_size, augmenter, batch);
    lock.lock();
    if (at_generation == generation) {
      ready[number] = std::move(batch);
      made.notify_all();
    }
  }
}

Loader::Loader(const std::vector<Sample>& samples, const LoaderOptions& options) : state_(std::make_unique<State>()) {
  SEGME_CHECK(options.batch >= 1 && options.threads >= 1);
  state_->options = options;
  state_->next_to_make = state_->next_to_take = options.first_batch;
  state_->load(samples);
  for (int i = 0; i < options.threads; ++i) state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

Loader::~Loader() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
  }
  state_->wanted.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
}

void Loader::next(int size, Batch& batch) {
  SEGME_CHECK(size >= 1);
  std::unique_lock lock(state_->mutex);
  if (state_->size != size) {
    state_->size = size;
    ++state_->generation;
    state_->ready.clear();
    state_->next_to_make = state_->next_to_take;
    state_->wanted.notify_all();
  }
  const std::uint64_t number = state_->next_to_take;
  state_->made.wait(lock, [&] { return state_->ready.contains(number); });
  std::swap(batch, state_->ready[number]);
  if (!state_->ready[number].images.empty()) state_->spare.push_back(std::move(state_->ready[number]));
  state_->ready.erase(number);
  ++state_->next_to_take;
  state_->wanted.notify_all();
}

std::size_t Loader::foregrounds() const { return state_->people.size(); }
std::size_t Loader::backgrounds() const { return state_->backgrounds.size(); }

}  // namespace segme::train
