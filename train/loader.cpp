// train/loader: worker threads fill batches ahead of the trainer. Batch k depends on (seed, k, size)
// alone, whatever thread makes it.
#include "train/loader.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <numeric>
#include <system_error>
#include <thread>

#include "base/error.h"
#include "base/stopwatch.h"
#include "base/workers.h"
#include "cli/common/say.h"
#include "train/augment.h"
#include "train/data/album.h"
#include "train/data/prior.h"
#include "train/data/scene.h"

namespace segme::train {
namespace {

constexpr int kMostBatch = 1 << 20, kMostSide = 1 << 16;  // their product has room in 64 bits
constexpr int kAhead = 4;                                 // batches prepared before they are asked for, or one a thread
constexpr int kDecoders = 2;                              // threads that read the set, at least
constexpr float kFlat = 0.06F;                            // share of new backgrounds that are a colour or a gradient
constexpr float kSecond = 0.2F;                           // share of composites with two people
constexpr std::size_t kMostInGroup = 8;
constexpr std::size_t kTries = 4;  // pictures looked at for each of a group

/// How often a source is drawn, for its worth: the test that counts is portraits; labels that lack hands count less.
float weight_of(const Sample& sample) {
  if (sample.source == "eg1800") return 2.5F;
  if (sample.source.starts_with("vikram")) return 2.0F;
  if (sample.source.starts_with("celebamask")) return 0.5F;
  if (sample.source == "ccp") return 0.7F;
  return 1.0F;
}

}  // namespace

using Picture = std::shared_ptr<const Decoded>;

/// A recipe and the pictures it points to.
struct Loader::Drawn {
  Recipe recipe;
  Picture person, second, background, shown;
  std::vector<Picture> group;
};

struct Loader::State {
  explicit State(const LoaderOptions& given)
      : options(given), album(given.cache_pixels, given.stretch, given.cache_bytes) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  LoaderOptions options;
  Album album;
  std::vector<std::size_t> people, backgrounds;  // numbers in the album
  std::vector<double> cumulative;                // weights of people, summed
  std::mutex mutex;
  std::condition_variable made, wanted;
  std::map<std::uint64_t, Batch> ready;
  std::vector<Batch> spare;  // memory of batches that were used
  std::uint64_t next_to_make = 0, next_to_take = 0;
  int size = 0, generation = 0;
  bool stop = false;
  std::exception_ptr failure;
  std::vector<std::jthread> threads;  // the last member: they end before what they work on

  ~State();
  void start();
  void load(const std::vector<Sample>& samples);
  [[nodiscard]] Picture pick_person(Random& random) const;
  [[nodiscard]] Picture person_in_turn(std::uint64_t place) const;
  void draw_background(Drawn& drawn, Random& random) const;
  [[nodiscard]] bool draw_scene(Drawn& drawn, Random& random) const;
  [[nodiscard]] Drawn draw_recipe(std::uint64_t place, Random& random) const;
  void make(std::uint64_t number, int at_size, Augmenter& augmenter, Batch& batch) const;
  void work();
  void make_batches(std::unique_lock<std::mutex>& lock);
};

void Loader::State::load(const std::vector<Sample>& samples) {
  std::vector<Sample> chosen;
  std::copy_if(samples.begin(), samples.end(), std::back_inserter(chosen),
               [](const Sample& sample) { return sample.split == "train"; });
  double sum = 0;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i].matte.empty()) {
      backgrounds.push_back(i);
    } else {
      sum += static_cast<double>(weight_of(chosen[i]));
      cumulative.push_back(sum);
      people.push_back(i);
    }
  }
  Stopwatch watch;
  const std::size_t count = chosen.size();
  album.take(std::move(chosen), std::max(kDecoders, options.threads));
  cli::sayf(cli::Level::info, "decoded %zu pictures in %.1f s", count, watch.milliseconds() / 1000);
  if (const std::size_t held = album.held(); held < count) {
    cli::sayf(cli::Level::info, "only %zu pictures have room in memory: the others are read again each time", held);
  }
  if (people.empty()) {
    throw Error(ExitCode::input, "the train split has no picture with a mask. Check the columns mask and split.");
  }
}

Picture Loader::State::pick_person(Random& random) const {
  const double drawn = std::uniform_real_distribution<double>(0, cumulative.back())(random);
  const auto place = std::upper_bound(cumulative.begin(), cumulative.end(), drawn);
  return album.get(people[std::min(static_cast<std::size_t>(place - cumulative.begin()), people.size() - 1)]);
}

/// Each epoch is a shuffle of its own, made from (seed, epoch) alone and kept until another is asked for.
Picture Loader::State::person_in_turn(std::uint64_t place) const {
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
  return album.get(people[order.places[static_cast<std::size_t>(place % people.size())]]);
}

void Loader::State::draw_background(Drawn& drawn, Random& random) const {
  drawn.recipe.flat = backgrounds.empty() || chance(random, kFlat);
  if (!drawn.recipe.flat) {
    drawn.background = album.get(backgrounds[static_cast<std::size_t>(random() % backgrounds.size())]);
  }
  drawn.recipe.background = drawn.background.get();
}

/// A group, or somebody in a picture on a wall, with nobody before it half of the time. False: neither was drawn.
bool Loader::State::draw_scene(Drawn& drawn, Random& random) const {
  if (options.groups <= 0 && options.posters <= 0) return false;  // draws nothing, as it was before there were scenes
  const float kind = uniform(random, 0, 1);
  if (kind < options.groups) {
    const std::size_t count = std::uniform_int_distribution<std::size_t>(2, kMostInGroup)(random);
    for (std::size_t i = 0; i < kTries * count && drawn.group.size() < count; ++i) {
      Picture one = pick_person(random);
      if (fits_in_group(*one)) drawn.group.push_back(std::move(one));
    }
    if (drawn.group.size() < 2) {
      drawn.group.clear();
      return false;
    }
    for (const Picture& one : drawn.group) drawn.recipe.group.push_back(one.get());
  } else if (kind < options.groups + options.posters) {
    drawn.shown = pick_person(random);
    if (chance(random, 0.5F)) drawn.person = pick_person(random);
    drawn.recipe.shown = drawn.shown.get();
    drawn.recipe.person = drawn.person.get();
  } else {
    return false;
  }
  draw_background(drawn, random);
  return true;
}

Loader::Drawn Loader::State::draw_recipe(std::uint64_t place, Random& random) const {
  Drawn drawn;
  Recipe& recipe = drawn.recipe;
  recipe.colours = options.augment == "rich" || options.augment == "near";
  recipe.view = options.augment == "rich"   ? Recipe::View::rich
                : options.augment == "none" ? Recipe::View::whole
                                            : Recipe::View::affine;
  recipe.shift = options.shift;
  recipe.zoom = options.zoom;
  if (draw_scene(drawn, random)) return drawn;
  const bool nobody = chance(random, options.empty);
  if (!nobody) drawn.person = options.in_turn ? person_in_turn(place) : pick_person(random);
  recipe.person = drawn.person.get();
  if (!nobody && !recipe.person->cut_out && !chance(random, options.composites)) return drawn;
  draw_background(drawn, random);
  if (!nobody && chance(random, kSecond)) {
    Picture second = pick_person(random);
    // Somebody cut on both sides fills the square and would hide, or be hidden by, the other.
    const auto fits = [](const Decoded& person) { return !(person.cut_left && person.cut_right); };
    if (fits(*second) && fits(*recipe.person)) drawn.second = std::move(second);
  }
  recipe.second = drawn.second.get();
  return drawn;
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
    const Drawn drawn = draw_recipe(number * whole + in_batch, random);
    augmenter.run(drawn.recipe, at_size, random, batch.images.data() + i * plane * 3, batch.mattes.data() + i * plane);
    if (options.priors) draw_prior(batch.mattes.data() + i * plane, at_size, random, batch.priors.data() + i * plane);
  }
}

void Loader::State::make_batches(std::unique_lock<std::mutex>& lock) {
  Augmenter augmenter;
  const auto ahead = static_cast<std::uint64_t>(std::max(kAhead, options.threads + 1));
  lock.lock();
  while (!stop) {
    if (size == 0 || next_to_make >= next_to_take + ahead) {
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

/// Whatever ends a thread is told to whoever waits for its batch: a picture that had no room has gone from disk, or
/// memory is short.
void Loader::State::work() {
  std::unique_lock lock(mutex, std::defer_lock);
  std::exception_ptr ended;
  try {
    make_batches(lock);
    return;
  } catch (const std::bad_alloc&) {
    ended = std::make_exception_ptr(Error(
        ExitCode::input,
        "there is not enough memory for the batches. Give a smaller --batch, --size, --loader-threads or --cache-gb."));
  } catch (...) {
    ended = std::current_exception();
  }
  if (!lock.owns_lock()) lock.lock();
  if (!failure) failure = ended;
  made.notify_all();
}

void Loader::State::start() {
  try {
    for (int i = 0; i < options.threads; ++i) threads.emplace_back([this] { work(); });
  } catch (const std::system_error& error) {
    if (threads.empty()) {
      throw Error(ExitCode::missing, std::string("cannot start a thread that makes batches: ") + error.what() +
                                         ". End other programs, or raise the limit of processes (ulimit -u).");
    }
    cli::sayf(cli::Level::info, "note: the system starts %zu of %d threads that make batches", threads.size(),
              options.threads);
  }
}

Loader::State::~State() {
  {
    const std::lock_guard lock(mutex);
    stop = true;
  }
  wanted.notify_all();
}

Loader::Loader(const std::vector<Sample>& samples, const LoaderOptions& options)
    : state_(std::make_unique<State>(options)) {
  SEGME_CHECK(options.batch >= 1 && options.batch <= kMostBatch && options.threads >= 1);
  state_->next_to_make = state_->next_to_take = options.first_batch;
  state_->load(samples);
  state_->start();
}

Loader::~Loader() = default;

void Loader::next(int size, Batch& batch) {
  SEGME_CHECK(size >= 1 && size <= kMostSide);
  std::unique_lock lock(state_->mutex);
  if (state_->size != size) {
    state_->size = size;
    ++state_->generation;
    state_->ready.clear();
    state_->next_to_make = state_->next_to_take;
    state_->wanted.notify_all();
  }
  const std::uint64_t number = state_->next_to_take;
  state_->made.wait(lock, [&] { return state_->ready.contains(number) || state_->failure; });
  if (!state_->ready.contains(number)) std::rethrow_exception(state_->failure);
  std::swap(batch, state_->ready[number]);
  if (!state_->ready[number].images.empty()) state_->spare.push_back(std::move(state_->ready[number]));
  state_->ready.erase(number);
  ++state_->next_to_take;
  state_->wanted.notify_all();
}

std::size_t Loader::foregrounds() const { return state_->people.size(); }
std::size_t Loader::backgrounds() const { return state_->backgrounds.size(); }

}  // namespace segme::train
