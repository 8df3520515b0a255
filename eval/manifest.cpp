// eval/manifest: manifest.csv -> Samples. Fields may be quoted; a quoted field may hold commas and doubled quotes.
#include <algorithm>
#include <array>
#include <fstream>

#include "base/error.h"
#include "eval/sets.h"

namespace segme::eval {
namespace {

constexpr std::array kColumns{"image", "mask", "source", "kind", "label", "split"};
constexpr std::size_t kNeeded = 2;  // the first of them; the others are empty where they are not there
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";  // spreadsheets begin their files so
using Columns = std::array<std::size_t, kColumns.size()>;

std::vector<std::string> split_fields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

Sample make_sample(const std::filesystem::path& folder, const std::vector<std::string>& names,
                   const std::vector<std::string>& fields, const Columns& column) {
  Sample sample;
  for (std::size_t i = 0; i < names.size(); ++i) sample.columns[names[i]] = fields[i];
  sample.name = fields[column[0]];
  sample.image = folder / sample.name;
  // A cut-out has its matte in its own alpha channel: image and matte are then the same file.
  const std::string& mask = fields[column[1]];
  if (!mask.empty()) sample.matte = mask == kOwnAlpha ? sample.image : folder / mask;
  const auto field = [&](std::size_t i) { return column[i] < fields.size() ? fields[column[i]] : std::string(); };
  sample.source = field(2);
  sample.kind = field(3);
  sample.label = field(4);
  sample.split = field(5);
  return sample;
}

}  // namespace

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::vector<Sample> read_manifest(const std::filesystem::path& csv) {
  const auto refuse = [&](const std::string& what) {
    throw Error(ExitCode::input,
                "cannot read the manifest '" + csv.string() + "': " + what +
                    ". Give a CSV with the columns image and mask, and as you like source, kind, label, split.");
  };
  std::ifstream file(csv);
  std::string line;
  if (!file || !std::getline(file, line)) refuse("it is missing or empty");
  if (line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
  const std::vector<std::string> names = split_fields(line);
  Columns column{};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    column[i] = static_cast<std::size_t>(std::find(names.begin(), names.end(), kColumns[i]) - names.begin());
    if (column[i] == names.size() && i < kNeeded) refuse("it has no column '" + std::string(kColumns[i]) + "'");
  }
  const std::filesystem::path folder = std::filesystem::absolute(csv).parent_path();
  std::vector<Sample> samples;
  for (int number = 2; std::getline(file, line); ++number) {
    if (line.empty() || line == "\r") continue;
    const std::vector<std::string> fields = split_fields(line);
    if (fields.size() != names.size()) refuse("line " + std::to_string(number) + " has another number of fields");
    if (fields[column[0]].empty()) refuse("line " + std::to_string(number) + " names no image");
    samples.push_back(make_sample(folder, names, fields, column));
  }
  return samples;
}

}  // namespace segme::eval
