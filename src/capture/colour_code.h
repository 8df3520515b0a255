// capture/colour_code: what colours are where no ICC profile says it: by code points (cICP of PNG, nclx of HEIC and
// AVIF; ITU-T H.273) or by numbers (gAMA and cHRM of PNG, JPEG XL). Pictures of high dynamic range (PQ, HLG; ITU-R
// BT.2100) are brought to the range of sRGB: white paper at 203 cd/m2 becomes white, what is brighter is rolled off.
#pragma once

#include <array>
#include <optional>

namespace segme {

/// A colour's place in the CIE 1931 diagram.
struct Chromaticity {
  double x = 0;
  double y = 0;
};

/// From stored values to light. `srgb` also stands for the curves of video (BT.709, BT.601, BT.2020), which screens
/// show like it.
enum class Transfer { srgb, power, pq, hlg };

/// The colours of sRGB unless something else is set.
struct ColourCode {
  std::array<Chromaticity, 3> primaries = {{{0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}}};  ///< red, green, blue
  Chromaticity white = {0.3127, 0.3290};
  Transfer transfer = Transfer::srgb;
  double exponent = 1;  ///< of `power`: light = value ^ exponent
};

/// What H.273's numbers say; those that are unknown, or leave it open, count as sRGB's.
ColourCode colour_code(int primaries, int transfer);

/// True when these are the colours of sRGB as far as anybody can see (primaries within 0.01, exponent within 5 % of
/// 2.2, as libpng has it), or numbers that describe no colours at all.
bool is_srgb(const ColourCode& code);

}  // namespace segme
