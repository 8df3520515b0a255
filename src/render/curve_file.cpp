// render/curve_file: big-endian words of 16 bits: version, number of curves, and for each curve the number of its
// points and for each point output, then input.
#include "render/curve_file.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace segme {
namespace {

constexpr int kMostPoints = 64;  // editors allow 19

class Words {
 public:
  Words(std::span<const std::uint8_t> bytes, const std::string& name) : bytes_(bytes), name_(name) {}
  int next() {
    if (at_ + 2 > bytes_.size()) refuse("it ends in the middle");
    const int word = bytes_[at_] * 256 + bytes_[at_ + 1];
    at_ += 2;
    return word;
  }
  [[noreturn]] void refuse(const std::string& why) const {
    throw Error(ExitCode::usage, "cannot read the curves of '" + name_ + "': " + why +
                                     ". Save them again as .acv (Photoshop curves, version 1 or 4).");
  }

 private:
  std::span<const std::uint8_t> bytes_;
  const std::string& name_;
  std::size_t at_ = 0;
};

Curve read_curve(Words& words) {
  const int count = words.next();
  if (count < 2 || count > kMostPoints) words.refuse("a curve has " + std::to_string(count) + " points");
  Curve curve;
  for (int i = 0; i < count; ++i) {
    CurvePoint point;
    point.output = words.next();
    point.input = words.next();
    if (point.output > 255 || point.input > 255) words.refuse("a point lies outside 0..255");
    if (!curve.empty() && point.input <= curve.back().input) words.refuse("the points of a curve are not in order");
    curve.push_back(point);
  }
  return curve;
}

/// Second derivatives of the natural cubic spline through the points (tridiagonal, solved downwards and back).
std::vector<double> bends(const Curve& curve) {
  const std::size_t count = curve.size();
  std::vector<double> bend(count, 0.0), rest(count, 0.0);
  for (std::size_t i = 1; i + 1 < count; ++i) {
    const double before = curve[i].input - curve[i - 1].input;
    const double behind = curve[i + 1].input - curve[i].input;
    const double slope =
        (curve[i + 1].output - curve[i].output) / behind - (curve[i].output - curve[i - 1].output) / before;
    const double part = before / (before + behind);
    const double pivot = part * bend[i - 1] + 2;
    bend[i] = (part - 1) / pivot;
    rest[i] = (6 * slope / (before + behind) - part * rest[i - 1]) / pivot;
  }
  bend[count - 1] = 0;
  for (std::size_t i = count - 1; i-- > 0;) bend[i] = bend[i] * bend[i + 1] + rest[i];
  return bend;
}

}  // namespace

Curves read_curves(std::span<const std::uint8_t> bytes, const std::string& name) {
  Words words(bytes, name);
  const int version = words.next();
  if (version != 1 && version != 4) words.refuse("its version is " + std::to_string(version));
  const int count = words.next();
  if (count < 1 || count > 19) words.refuse("it has " + std::to_string(count) + " curves");
  Curves curves;
  for (int i = 0; i < std::min(count, 4); ++i) curves[static_cast<std::size_t>(i)] = read_curve(words);
  return curves;
}

std::array<std::uint8_t, 256> tabulate(const Curve& curve) {
  std::array<std::uint8_t, 256> table{};
  if (curve.size() < 2) {
    for (std::size_t v = 0; v < 256; ++v)
      table[v] = static_cast<std::uint8_t>(curve.empty() ? static_cast<int>(v) : curve[0].output);
    return table;
  }
  const std::vector<double> bend = bends(curve);
  std::size_t k = 0;
  for (int v = 0; v < 256; ++v) {
    while (k + 2 < curve.size() && v > curve[k + 1].input) ++k;
    const CurvePoint& from = curve[k];
    const CurvePoint& to = curve[k + 1];
    const double width = to.input - from.input;
    const double b = std::clamp((v - from.input) / width, 0.0, 1.0);
    const double a = 1 - b;
    const double value = a * from.output + b * to.output +
                         ((a * a * a - a) * bend[k] + (b * b * b - b) * bend[k + 1]) * width * width / 6;
    table[static_cast<std::size_t>(v)] = static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
  }
  return table;
}

}  // namespace segme
