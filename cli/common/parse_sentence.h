// cli/common/parse_sentence: what CLI11 has against a command line, in words for people.
#pragma once

#include <string>

namespace segme::cli {

/// "--fit: middle not in {fill,fit}" becomes "--fit 'middle' is not one of fill, fit". A sentence that is not known
/// stays as it is. No full stop at the end.
std::string parse_sentence(std::string what);

}  // namespace segme::cli
