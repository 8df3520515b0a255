// data/set: which form it is, and how a sample is read. The folders' pairing is folders.cpp.
#include "data/set.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/error.h"
#include "capture/image_file.h"
#include "data/folders.h"

namespace segme::data {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNamed = 5;  // problems in one sentence

bool is_npy(const fs::path& path) { return path.extension() == ".npy"; }
bool is_csv(const fs::path& path) { return path.extension() == ".csv"; }
bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}
bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::string shape_text(const NpyHead& head) {
  std::string text;
  for (const std::int64_t side : head.shape) text += (text.empty() ? "" : "x") + std::to_string(side);
  return text;
}

bool is_picture_array(const NpyHead& head) { return head.shape.size() == 4 && head.shape[3] == 3; }
bool is_matte_array(const NpyHead& head) {
  return head.shape.size() == 3 || (head.shape.size() == 4 && head.shape[3] == 1);
}

/// Arrays of pictures that nobody could hold are refused as picture files are.
bool too_large(const NpyHead& head) {
  return head.shape[1] < 1 || head.shape[2] < 1 || head.shape[1] > kMaxPixels || head.shape[2] > kMaxPixels ||
         head.shape[1] * head.shape[2] > kMaxPixels;
}

/// `msk` empty: pictures alone.
void add_arrays(const fs::path& img, const fs::path& msk, const std::string& split, Set& set) {
  set.form = "arrays";
  const auto problem = [&](FindingKind kind, const fs::path& file, const std::string& what, const std::string& todo) {
    set.problems.push_back({kind, file.string(), what, todo, {}});
  };
  const NpyHead pictures = NpyReader(img).head();
  const std::size_t before = set.problems.size();
  if (!is_picture_array(pictures) || too_large(pictures)) {
    problem(FindingKind::channels, img, "its shape is " + shape_text(pictures) + ", not N x H x W x 3",
            "Save RGB pictures, one behind the other");
  }
  if (!msk.empty()) {
    const NpyHead mattes = NpyReader(msk).head();
    if (!is_matte_array(mattes) || too_large(mattes)) {
      problem(FindingKind::channels, msk, "its shape is " + shape_text(mattes) + ", not N x H x W x 1",
              "Save one channel a picture");
    } else if (set.problems.size() == before) {
      if (!std::equal(pictures.shape.begin() + 1, pictures.shape.begin() + 3, mattes.shape.begin() + 1)) {
        problem(FindingKind::size, msk,
                "its shape is " + shape_text(mattes) + ", the pictures' " + shape_text(pictures),
                "Save both at one size");
      } else if (pictures.rows() > mattes.rows()) {
        problem(FindingKind::missing_matte, img,
                "it has " + std::to_string(pictures.rows()) + " pictures, and '" + msk.string() + "' only " +
                    std::to_string(mattes.rows()) + " mattes",
                "Save both from one list");
      } else if (pictures.rows() < mattes.rows()) {
        problem(FindingKind::missing_picture, msk,
                "it has " + std::to_string(mattes.rows()) + " mattes, and '" + img.string() + "' only " +
                    std::to_string(pictures.rows()) + " pictures",
                "Save both from one list");
      }
    }
  }
  if (set.problems.size() != before) return;
  for (std::size_t row = 0; row < pictures.rows(); ++row) {
    Sample sample;
    sample.name = img.filename().string() + "[" + std::to_string(row) + "]";
    sample.image = fs::absolute(img);
    if (!msk.empty()) sample.matte = fs::absolute(msk);
    sample.row = static_cast<std::int64_t>(row);
    sample.split = split;
    set.samples.push_back(std::move(sample));
  }
}

/// The reference's names. True when the folder holds them.
bool add_array_folder(const fs::path& folder, Set& set) {
  if (!is_file(folder / "img_uint8.npy") || !is_file(folder / "msk_uint8.npy")) return false;
  const bool test = is_file(folder / "test_xtrain.npy") && is_file(folder / "test_ytrain.npy");
  add_arrays(folder / "img_uint8.npy", folder / "msk_uint8.npy", test ? "train" : "", set);
  if (test) add_arrays(folder / "test_xtrain.npy", folder / "test_ytrain.npy", "test", set);
  return true;
}

[[noreturn]] void unknown_form(const std::string& what, const std::string& happened) {
  throw Error(ExitCode::input, "cannot read the set '" + what + "': " + happened +
                                   ". Give a folder with images/ and masks/ in it, IMAGES,MASKS, a manifest.csv, or "
                                   "img.npy,msk.npy.");
}

/// Two paths with a comma between; either may have commas in its own name.
bool open_pair(const std::string& what, Set& set) {
  if (what.find(',') == std::string::npos || fs::exists(fs::path(what))) return false;
  for (std::size_t comma = what.find(','); comma != std::string::npos; comma = what.find(',', comma + 1)) {
    const fs::path first = what.substr(0, comma);
    const fs::path second = what.substr(comma + 1);
    const bool last = what.find(',', comma + 1) == std::string::npos;
    if (is_npy(first) && is_npy(second) && (last || (is_file(first) && is_file(second)))) {
      add_arrays(first, second, "", set);
      return true;
    }
    if (is_folder(first) && is_folder(second)) {
      set.form = "folders";
      add_folders(first, second, "", set);
      return true;
    }
  }
  unknown_form(what, "the two sides of the comma are neither two folders nor two .npy files");
}

bool holds_set(const std::string& what, Set& set) {
  if (open_pair(what, set)) return true;
  if (is_csv(what)) {
    set.form = "manifest";
    set.samples = eval::read_manifest(what);
    return true;
  }
  if (!is_folder(what)) return false;
  if (is_file(fs::path(what) / "manifest.csv")) return holds_set((fs::path(what) / "manifest.csv").string(), set);
  return add_array_folder(what, set) || add_set_folder(what, set);
}

std::string number_text(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", static_cast<double>(value));
  return text;
}

/// The values of a row as 0..1. @throws Error(input) for values outside the scale of their kind.
std::vector<float> unit_values(const NpyReader& array, std::size_t row) {
  std::vector<std::uint8_t> bytes(array.head().row_bytes());
  array.read(row, bytes);
  std::vector<float> values = to_floats({array.head().type, array.head().swapped}, bytes);
  const NpyScale scale = scale_of(array.head().type);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const bool finite = std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
  if (values.empty() || (finite && *low >= 0 && *high <= scale.one)) {
    for (float& value : values) value /= scale.one;
    return values;
  }
  const bool bytes_as_floats = finite && *low >= 0 && *high <= 255;
  throw Error(ExitCode::input,
              "cannot use row " + std::to_string(row) + " of an array: its values " +
                  (finite ? "go from " + number_text(*low) + " to " + number_text(*high) : "are not all finite") +
                  ", and " + scale.what + ". " +
                  (bytes_as_floats ? "Save array / 255, or array.round().astype('uint8')."
                                   : "Bring them to 0..1 and save them as float32."));
}

}  // namespace

Set open_set(const std::string& what) {
  Set set;
  if (holds_set(what, set)) return set;
  std::error_code ignored;
  if (is_npy(what)) unknown_form(what, "the array of mattes is missing");
  unknown_form(what,
               fs::exists(what, ignored) ? "it has no images/ and masks/ in it" : "there is no such file or folder");
}

Set open_pictures(const std::string& what) {
  Set set;
  if (holds_set(what, set)) return set;
  if (is_npy(what)) {
    add_arrays(what, "", "", set);
    return set;
  }
  set.form = "pictures";
  add_pictures(what, set);
  if (set.samples.empty()) {
    throw Error(ExitCode::input, "there is no picture in '" + what + "'. Give another folder.");
  }
  return set;
}

std::vector<Sample> read_set(const std::string& what) {
  Set set = open_set(what);
  if (set.problems.empty()) {
    if (set.samples.empty()) throw Error(ExitCode::input, "there is no picture in '" + what + "'. Give another set.");
    return std::move(set.samples);
  }
  std::string list;
  for (std::size_t i = 0; i < std::min(kNamed, set.problems.size()); ++i) {
    list += (i > 0 ? "; " : "") + set.problems[i].file + ": " + set.problems[i].what;
  }
  if (set.problems.size() > kNamed) list += "; and " + std::to_string(set.problems.size() - kNamed) + " more";
  throw Error(ExitCode::input, "cannot use the set '" + what + "': " + list + ". 'segme data check' says what to do.");
}

std::vector<Sample> samples_of_split(const std::vector<Sample>& samples, std::string_view split) {
  const bool splits = std::any_of(samples.begin(), samples.end(), [](const Sample& s) { return !s.split.empty(); });
  return split.empty() || !splits ? samples : eval::select_split(samples, split);
}

void read_row(const NpyReader& array, std::size_t row, Image& image) {
  const NpyHead& head = array.head();
  if (!is_picture_array(head) || too_large(head)) {
    throw Error(ExitCode::input, "cannot read pictures from an array of shape " + shape_text(head) +
                                     ": it is not N x H x W x 3. Save RGB pictures.");
  }
  image.resize(static_cast<int>(head.shape[2]), static_cast<int>(head.shape[1]), 3);
  if (head.type == NpyType::uint8) {
    array.read(row, {image.data(), image.size()});
    return;
  }
  const std::vector<float> values = unit_values(array, row);
  for (std::size_t i = 0; i < values.size(); ++i) {
    image.data()[i] = static_cast<std::uint8_t>(values[i] * 255 + 0.5F);
  }
}

void read_row(const NpyReader& array, std::size_t row, Matte& matte) {
  const NpyHead& head = array.head();
  if (!is_matte_array(head) || too_large(head)) {
    throw Error(ExitCode::input, "cannot read mattes from an array of shape " + shape_text(head) +
                                     ": it is not N x H x W x 1. Save one channel.");
  }
  matte.resize(static_cast<int>(head.shape[2]), static_cast<int>(head.shape[1]));
  const std::vector<float> values = unit_values(array, row);
  std::copy(values.begin(), values.end(), matte.data());
}

Image read_picture(const Sample& sample) {
  if (sample.row < 0) return read_image(sample.image);
  Image image;
  read_row(NpyReader(sample.image), static_cast<std::size_t>(sample.row), image);
  return image;
}

Matte read_truth(const Sample& sample, MatteFile* file) {
  Matte truth;
  if (sample.matte.empty()) {
    const Image image = read_picture(sample);
    truth.resize(image.width(), image.height());
    truth.fill(0);
  } else if (sample.row < 0) {
    truth = read_matte(sample.matte, sample.matte == sample.image, file);
  } else {
    read_row(NpyReader(sample.matte), static_cast<std::size_t>(sample.row), truth);
  }
  return truth;
}

void judge_pair(const Sample& sample, const Image& image, const Matte& truth, const MatteFile& file, Remarks* remarks) {
  if (sample.matte.empty()) return;
  std::vector<Finding> findings = judge_picture(sample, image);
  for (Finding& finding : judge_matte(sample, truth, file)) findings.push_back(std::move(finding));
  for (const Finding& finding : findings) {
    if (!is_refused(finding)) continue;
    throw Error(ExitCode::input, "cannot use '" + finding.file + "': " + finding.what + ". " + finding.todo + ".");
  }
  if (remarks != nullptr) remarks->add(findings);
}

void read_pair(const Sample& sample, Image& image, Matte& truth, Remarks* remarks) {
  MatteFile file;
  if (sample.row < 0) {
    eval::read_sample(sample, image, truth, &file);
  } else {
    image = read_picture(sample);
    truth = read_truth(sample);
  }
  judge_pair(sample, image, truth, file, remarks);
}

}  // namespace segme::data
