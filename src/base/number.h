// base/number: decimal numbers from text and to text, the same in every locale and with every standard library: options
// and cards are read by it on the desktop, on the phone and in the browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace segme {

/// The whole of `text` as a decimal number, such as -1.5 or 2e-3. It is the nearest float where at most 15 digits and
/// an exponent in -22..22 say it, and within one step of it elsewhere. Nothing for anything else, spaces, infinity and
/// no number among it.
std::optional<float> parse_float(std::string_view text);

/// At most six digits, without zeros at the end: 0.001, 1e-06, 64.
std::string number_text(float value);

}  // namespace segme
