// refine/threshold: values below `at` become background. The others stay as soft as they are; with `hard` they become
// person.
#include "refine/kinds.h"

namespace segme {
namespace {

class Threshold final : public Refiner {
 public:
  static constexpr std::string_view kName = "threshold";
  struct Options {
    float at = 0.5F;
    bool hard = false;
    void describe(auto& visit) {
      visit("at", at, "values below it become 0", 0.0F, 1.0F);
      visit("hard", hard, "all other values become 1");
    }
  };
  explicit Threshold(const Options& options) : options_(options) {}

  void refine(const Frame&, Matte& matte) override {
    float* values = matte.data();
    for (std::size_t i = 0; i < matte.size(); ++i) {
      const float kept = options_.hard ? 1.0F : values[i];
      values[i] = values[i] < options_.at ? 0.0F : kept;
    }
  }

 private:
  Options options_;
};

}  // namespace

extern constexpr RefinerKind threshold_refiner =
    make_kind<Refiner, Threshold>("turns values below a limit into background");

}  // namespace segme
