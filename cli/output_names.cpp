// cli/output_names: what -o means, and names that never collide.
#include "cli/output_names.h"

#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "sink/image_file.h"

namespace segme::cli {
namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code error;
  return path.ends_with('/') || fs::is_directory(path, error);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

[[noreturn]] void bad_pattern(const std::string& pattern) {
  throw Error(ExitCode::usage, "'" + pattern +
                                   "' is no output pattern. It knows %s (the input's name without extension), %d or "
                                   "%04d (its number) and %% (a percent sign).");
}

}  // namespace

OutputNames::OutputNames(const ImageCommandOptions& options, bool several)
    : options_(options), kind_(find_kind(several)), extension_(find_extension()) {
  check_extension();
  if (kind_ == Kind::pattern) static_cast<void>(fill_pattern("x", 1));  // refuses a wrong one before anything is done
}

OutputNames::Kind OutputNames::find_kind(bool several) const {
  const std::string& output = options_.output;
  if (output.empty()) return options_.inputs == std::vector<std::string>{"-"} ? Kind::standard_output : Kind::here;
  if (output == "-") {
    if (!several) return Kind::standard_output;
    throw Error(ExitCode::usage, "standard output holds one picture, and there may be several. Give a folder with -o.");
  }
  if (output.find('%') != std::string::npos) return Kind::pattern;
  if (is_folder(output)) return Kind::folder;
  if (!several) return Kind::file;
  const std::string extension = fs::path(output).extension().string();
  if (can_write_extension(extension, false)) {
    throw Error(ExitCode::usage, "'" + output + "' is one file, and there may be several pictures. Give a folder (-o " +
                                     fs::path(output).replace_extension().string() + "/) or a pattern (-o '" +
                                     fs::path(output).replace_extension().string() + "-%s" + extension + "').");
  }
  return Kind::folder;
}

std::string OutputNames::find_extension() const {
  if (kind_ == Kind::file || kind_ == Kind::pattern) {
    const std::string given = lower(fs::path(options_.output).extension().string());
    if (!given.empty() && given.find('%') == std::string::npos) return given;
    if (options_.format.empty()) {
      throw Error(ExitCode::usage, "'" + options_.output +
                                       "' does not say what kind of picture it is. End it with .png, .webp, .tif, .jpg "
                                       "or .bmp, or with / for a folder.");
    }
  }
  if (!options_.format.empty()) return "." + options_.format;
  return options_.matte || options_.transparent() || kind_ == Kind::standard_output ? ".png" : ".jpg";
}

void OutputNames::check_extension() const {
  if (!can_write_extension(extension_, false)) {
    throw Error(ExitCode::usage, "'" + extension_ +
                                     "' is no kind of picture that can be written. There are .png, .webp, .tif, .jpg "
                                     "and .bmp.");
  }
  if (options_.transparent() && !can_write_extension(extension_, true)) {
    throw Error(ExitCode::usage, "a " + extension_ +
                                     " file cannot be transparent. Give --background, or an output that ends in .png, "
                                     ".webp or .tif.");
  }
  if (options_.depth != 16) return;
  if (!options_.matte || (extension_ != ".png" && extension_ != ".tif" && extension_ != ".tiff")) {
    throw Error(ExitCode::usage, "--depth 16 is for --matte into .png or .tif.");
  }
}

std::string OutputNames::fill_pattern(const fs::path& input, std::int64_t number) const {
  const std::string& pattern = options_.output;
  std::string filled;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      filled += pattern[i];
      continue;
    }
    std::size_t width = 0;
    const std::size_t digits = i + 1;
    std::size_t at = digits;
    while (at < pattern.size() && pattern[at] >= '0' && pattern[at] <= '9' && width < 100) {
      width = width * 10 + static_cast<std::size_t>(pattern[at++] - '0');
    }
    const char code = at < pattern.size() ? pattern[at] : '\0';
    if (code == '%' && at == digits) {
      filled += '%';
    } else if (code == 's' && at == digits) {
      filled += input == "-" ? "standard-input" : input.stem().string();
    } else if (code == 'd' && width < 20) {
      const std::string text = std::to_string(number);
      filled += std::string(width > text.size() ? width - text.size() : 0, '0') + text;
    } else {
      bad_pattern(pattern);
    }
    i = at;
  }
  return filled;
}

/// Letters that differ in case only are one name on some disks.
bool OutputNames::take(const fs::path& path) { return taken_.insert(lower(path.lexically_normal().string())).second; }

fs::path OutputNames::place_in_folder(const fs::path& relative) {
  const fs::path folder = (kind_ == Kind::folder ? fs::path(options_.output) : fs::path()) / relative.parent_path();
  const std::string suffix = kind_ == Kind::folder ? "" : std::string("-") + options_.result_word();
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
  const fs::path result = kind_ == Kind::file ? fs::path(options_.output) : fs::path(fill_pattern(input, ++number_));
  if (!take(result)) {
    throw Error(ExitCode::usage,
                "cannot write '" + result.string() + "': another input of this run goes there too. Put %d into -o.");
  }
  return result;
}

}  // namespace segme::cli
