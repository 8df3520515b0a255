// infer/macs_of_shapes: see macs_of_shapes.h.
#include "infer/macs_of_shapes.h"

#include <functional>
#include <numeric>

namespace segme {
namespace {

double product(const std::vector<double>& sides) {
  return std::accumulate(sides.begin(), sides.end(), 1.0, std::multiplies<>());
}

bool ends_with_any(std::string_view kind, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (kind.ends_with(end)) return true;
  }
  return false;
}

}  // namespace

double macs_of_shapes(std::string_view kind, const std::vector<std::vector<double>>& in,
                      const std::vector<std::vector<double>>& out) {
  // In 8 bits scale and zero point follow each tensor.
  const std::size_t second = kind.starts_with("QLinear") || kind == "QGemm" ? 3 : 1;
  if (in.size() <= second || out.empty() || in[second].size() < 2) return 0;
  const std::vector<double>& weights = in[second];
  const double an_output = product(weights) / weights.front();
  if (ends_with_any(kind, {"ConvTranspose"})) return product(in[0]) * an_output;
  if (ends_with_any(kind, {"Conv"})) return product(out[0]) * an_output;
  if (ends_with_any(kind, {"Gemm", "MatMul"}) && !in[0].empty()) return product(out[0]) * in[0].back();
  return 0;
}

}  // namespace segme
