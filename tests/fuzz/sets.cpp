// tests/fuzz/sets: arrays, manifests, lists of names, tone curves.
#include <algorithm>
#include <vector>

#include "data/npy.h"
#include "eval/sets.h"
#include "render/curve_file.h"
#include "session/line_reader.h"
#include "tests/fuzz/targets.h"

namespace segme::fuzz {
namespace {

void run_npy(Bytes bytes) {
  allow_errors([&] {
    const data::NpyReader reader(as_file(bytes, "fuzz.npy"));
    const data::NpyHead& head = reader.head();
    if (head.rows() == 0) return;
    std::vector<std::uint8_t> row(head.row_bytes());
    reader.read(head.rows() - 1, row);
    const std::vector<float> values = data::to_floats({head.type, head.swapped}, row);
    SEGME_CHECK(values.size() == head.row_values());
  });
}

void run_manifest(Bytes bytes) {
  allow_errors([&] {
    const std::vector<eval::Sample> samples = eval::read_manifest(as_file(bytes, "manifest.csv"));
    for (const eval::Sample& sample : samples) allow_errors([&] { eval::group_of(sample, "folder"); });
    allow_errors([&] { eval::select_split(samples, "val"); });
  });
}

/// The first byte is what stands between the names.
void run_list(Bytes bytes) {
  Draw draw(bytes);
  const bool nul = draw.below(2) == 1;
  allow_errors([&] {
    session::LineReader reader(as_file(draw.rest(), "list.txt").string(), nul);
    while (reader.next()) continue;
  });
}

void run_curves(Bytes bytes) {
  allow_errors([&] {
    for (const Curve& curve : read_curves(bytes, "fuzz")) tabulate(curve);
  });
}

}  // namespace

const Target npy{"npy", run_npy};
const Target manifest{"manifest", run_manifest};
const Target list{"list", run_list};
const Target curves{"curves", run_curves};

}  // namespace segme::fuzz
