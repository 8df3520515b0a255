// refine/kinds: the table's entries, one a file.
#pragma once

#include "refine/refiner.h"

namespace segme {

extern const RefinerKind largest_person_refiner;
extern const RefinerKind guided_refiner;
extern const RefinerKind upsample_refiner;
extern const RefinerKind smooth_step_refiner;
extern const RefinerKind morphology_refiner;
extern const RefinerKind threshold_refiner;
extern const RefinerKind hysteresis_refiner;
extern const RefinerKind temporal_refiner;

}  // namespace segme
