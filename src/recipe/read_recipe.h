// recipe/read_recipe: a Recipe as JSON, as programs send it: {"quality": "fast", "background": "#00ff00"}.
#pragma once

#include <string_view>

#include "recipe/recipe.h"

namespace segme {

/// Reads an object whose keys are listed in read_recipe.cpp; "" is all defaults. with_method: whether the keys that say
/// who finds the person are allowed. @throws Error(usage) with the key as its field: no JSON, an unknown key, a value
/// of another type or out of range
Recipe read_recipe(std::string_view json, bool with_method = true);

}  // namespace segme
