// refine/refiners: the table.
#include "refine/kinds.h"

namespace segme {
namespace {

constexpr const RefinerKind* kAll[] = {&largest_person_refiner, &guided_refiner,     &upsample_refiner,
                                       &smooth_step_refiner,    &morphology_refiner, &threshold_refiner,
                                       &hysteresis_refiner,     &temporal_refiner};

}  // namespace

std::span<const RefinerKind* const> all_refiners() { return kAll; }

std::unique_ptr<Refiner> make_refiner(std::string_view text) {
  return make_from_table<Refiner>("refiner", all_refiners(), text);
}

}  // namespace segme
