// capture/file_kind: what a file is, by its first bytes and not by its name: pictures that SegMe reads (and the Debian
// package that reading them takes), videos, and the commonest kinds that it does not read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace segme {

/// One line of the table in file_kind.cpp.
struct FileKind {
  enum class Use { picture, video, foreign };
  std::string_view name;     ///< with its article: "a JPEG picture"
  std::string_view package;  ///< of Debian, which reading such a picture takes; empty: none
  Use use = Use::picture;    ///< foreign: SegMe does not read it
  bool (*recognises)(std::span<const std::uint8_t> bytes) = nullptr;
};

/// So many bytes from a file's beginning tell its kind.
inline constexpr std::size_t kKindBytes = 512;

/// The kind that these first bytes (kKindBytes, or the whole file) show, or null.
const FileKind* kind_of(std::span<const std::uint8_t> bytes);

/// What a file is to a walk through a folder.
struct FileVerdict {
  bool picture = false;  ///< one to read: by its extension, or else by its contents
  std::string why = {};  ///< of any other: "an MP4 video", "no picture", "no permission to read it"
  bool video = false;
};

/// Looks at the name and, where that does not say it, into the file. Files that are no regular ones are no pictures.
FileVerdict judge_file(const std::filesystem::path& path);

/// True when the name's extension is one that decode_image may read (.jpg .png .heic .avif .jxl ..., any case).
bool has_image_extension(const std::filesystem::path& path);

// How decoders recognise their files.
bool is_jpeg(std::span<const std::uint8_t> bytes);
bool is_png(std::span<const std::uint8_t> bytes);
bool is_webp(std::span<const std::uint8_t> bytes);
bool is_tiff(std::span<const std::uint8_t> bytes);
bool is_bmp(std::span<const std::uint8_t> bytes);
bool is_heic(std::span<const std::uint8_t> bytes);  ///< every HEIF file whose picture is not AV1
bool is_avif(std::span<const std::uint8_t> bytes);
bool is_jxl(std::span<const std::uint8_t> bytes);

}  // namespace segme
