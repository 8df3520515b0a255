// train/set_hash: what the files of a set hold, as one number. Files are read in pieces, so that arrays larger than the
// memory are, too.
#include <fstream>

#include "base/error.h"
#include "data/parallel.h"
#include "infer/sha256.h"
#include "train/run_record.h"

namespace segme::train {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kPiece = std::size_t{1} << 24U;  // bytes

std::string hash_of(const std::string& text) {
  return sha256_hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

std::string file_sha256(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string piece(kPiece, '\0');
  std::string pieces;
  std::size_t count = 0;
  while (file.read(piece.data(), static_cast<std::streamsize>(kPiece)), file.gcount() > 0) {
    pieces +=
        sha256_hex({reinterpret_cast<const std::uint8_t*>(piece.data()), static_cast<std::size_t>(file.gcount())});
    ++count;
  }
  if (!file.eof()) throw Error(ExitCode::input, "cannot read '" + path.string() + "'. Check the path.");
  return count == 1 ? pieces : hash_of(pieces);
}

std::string set_sha256(const std::vector<Sample>& samples, int threads) {
  std::map<fs::path, std::string> hashes;
  for (const Sample& sample : samples) {
    hashes.try_emplace(sample.image);
    if (!sample.matte.empty()) hashes.try_emplace(sample.matte);
  }
  std::vector<std::pair<const fs::path, std::string>*> files;
  for (auto& entry : hashes) files.push_back(&entry);
  data::for_each_index(files.size(), threads, [&](std::size_t i) { files[i]->second = file_sha256(files[i]->first); });
  std::string text;
  for (const Sample& sample : samples) {
    for (const std::string& part : {sample.split, sample.source, sample.kind, sample.label}) text += part + '\n';
    text += hashes.at(sample.image) + (sample.matte.empty() ? "" : hashes.at(sample.matte)) +
            std::to_string(sample.row) + '\n';
  }
  return hash_of(text);
}

}  // namespace segme::train
