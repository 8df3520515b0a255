// recipe/read_model_card: card.json to ModelCard. One table names every key with its reader.
#pragma once

#include <string_view>

#include "infer/model_card.h"

namespace segme {

/// Reads a card from JSON text. `name` stands in error sentences. An unknown key is an error. @throws Error(model)
ModelCard parse_model_card(std::string_view json, std::string_view name);

}  // namespace segme
