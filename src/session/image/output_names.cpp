// session/image/output_names: what an output means, and names that never collide.
#include "session/image/output_names.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/error.h"
#include "sink/image_file.h"

namespace segme::session {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kWords = {"matte", "cutout", "composite"};  // of Drawn

bool is_folder(const std::string& path) {
  std::error_code error;
  return path.ends_with('/') || fs::is_directory(path, error);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

OutputNames::OutputNames(const ImageOptions& options, bool several, bool among_sources)
    : options_(options),
      pattern_(options.output, true),
      where_(options.output),
      kind_(find_kind(several)),
      extension_(find_extension()),
      among_sources_(among_sources) {
  check_extension();
}

OutputNames::Kind OutputNames::find_kind(bool several) {
  const std::string& output = options_.output;
  if (output.empty()) return options_.inputs == std::vector<std::string>{"-"} ? Kind::standard_output : Kind::here;
  if (output == "-") {
    if (!several) return Kind::standard_output;
    throw Error(ExitCode::usage,
                "standard output holds one picture, and there may be several. Give a folder for them.");
  }
  std::error_code ignored;
  if (fs::is_directory(output, ignored)) return Kind::folder;  // it is there: its name means itself
  if (pattern_.has_places()) {
    if (!output.ends_with('/')) return Kind::pattern;
    throw Error(ExitCode::usage, "'" + output +
                                     "' is a pattern (%s or %d) and names no file. End it with a name such as %s.png, "
                                     "or write %% for a percent sign.");
  }
  const std::string plain = pattern_.fill({}, 0);
  where_ = plain;
  if (is_folder(plain)) return Kind::folder;
  if (!several) return Kind::file;
  const std::string extension = where_.extension().string();
  if (can_write_extension(extension, false)) {
    const std::string stem = fs::path(output).replace_extension().string();
    throw Error(ExitCode::usage, "'" + output + "' is one file, and there may be several pictures. Give a folder (" +
                                     stem + "/) or a pattern ('" + stem + "-%s" + extension + "').");
  }
  return Kind::folder;
}

std::string OutputNames::find_extension() const {
  if (kind_ == Kind::file || kind_ == Kind::pattern) {
    const std::string given = lower(where_.extension().string());
    if (!given.empty() && given.find('%') == std::string::npos) return given;
    if (options_.format.empty()) {
      throw Error(ExitCode::usage,
                  "'" + options_.output +
                      "' does not say what kind of picture it is. End it with .png, .webp, .avif, .jxl, "
                      ".tif, .jpg or .bmp, or with / for a folder.");
    }
  }
  if (!options_.format.empty()) return "." + options_.format;
  return options_.drawn != Drawn::composite || kind_ == Kind::standard_output ? ".png" : ".jpg";
}

void OutputNames::check_extension() const {
  if (!can_write_extension(extension_, false)) {
    throw Error(ExitCode::usage,
                "'" + extension_ +
                    "' is not a kind of picture that SegMe can write. There are .png, .webp, .avif, .jxl, "
                    ".tif, .jpg and .bmp.");
  }
  if (options_.transparent() && !can_write_extension(extension_, true)) {
    throw Error(ExitCode::usage, "a " + extension_ +
                                     " file cannot be transparent. Give a background, or an output that ends in .png, "
                                     ".webp, .avif, .jxl or .tif.");
  }
  if (options_.depth != 16) return;
  if (!options_.matte() ||
      (extension_ != ".png" && extension_ != ".tif" && extension_ != ".tiff" && extension_ != ".jxl")) {
    throw Error(ExitCode::usage, "16 bits are for mattes in .png, .tif or .jxl.");
  }
}

/// Letters that differ in case only are one name on some disks.
bool OutputNames::take(const fs::path& path) { return taken_.insert(lower(path.lexically_normal().string())).second; }

fs::path OutputNames::place_in_folder(const fs::path& relative) {
  const fs::path folder = (kind_ == Kind::folder ? where_ : fs::path()) / relative.parent_path();
  const bool apart = kind_ == Kind::folder && !among_sources_;
  const std::string suffix = apart ? "" : std::string("-") + kWords[static_cast<std::size_t>(options_.drawn)];
  fs::path result = folder / (relative.stem().string() + suffix + extension_);
  // a.jpg and a.png would both become a.png: from the second on the name keeps its extension, then a number.
  if (take(result)) return result;
  result = folder / (relative.filename().string() + suffix + extension_);
  for (int i = 2; !take(result); ++i) {
    result = folder / (relative.filename().string() + suffix + "-" + std::to_string(i) + extension_);
  }
  return result;
}

fs::path OutputNames::place(const fs::path& input, const fs::path& relative) {
  if (kind_ == Kind::standard_output) return "-";
  if (kind_ == Kind::folder || kind_ == Kind::here) {
    return place_in_folder(input == "-" ? fs::path("standard-input") : relative);
  }
  const std::string stem = input == "-" ? "standard-input" : input.stem().string();
  const fs::path result = kind_ == Kind::file ? where_ : fs::path(pattern_.fill(stem, ++number_));
  if (!take(result)) {
    throw Error(ExitCode::usage, "cannot write '" + result.string() +
                                     "': another input of this run goes there too. Put %d into its name.");
  }
  return result;
}

}  // namespace segme::session
