// cli/video/losses: see losses.h.
#include "cli/video/losses.h"

#include <atomic>
#include <cmath>
#include <cstdio>

#include "cli/common/say.h"

namespace segme::cli {
namespace {

std::atomic<bool> any_lost = false;  // told on the threads that read

/// "1 frame", "3 frames".
std::string counted(std::int64_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string name_of(const std::string& where) { return where == "-" ? "standard input" : "'" + where + "'"; }

const char* was(std::int64_t count) { return count == 1 ? "was" : "were"; }

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", seconds);
  return text;
}

std::string clock_sentence(const std::string& name, std::int64_t breaks) {
  return "the clock of " + name + " breaks " + (breaks == 1 ? std::string("once") : std::to_string(breaks) + " times") +
         ": what comes after it is put right behind what was before.";
}

/// Why HDR that was to be kept was not.
std::string no_hdr(const VideoCommandOptions& options) {
  if (options.matte) return "a matte holds no colours.";
  if (!options.encoder.empty() || !options.output_pixel_format.empty()) {
    return "what --encoder or --output-pixel-format asks for cannot hold HDR.";
  }
  const std::string form = options.format.empty() ? "y4m" : options.format;
  return (options.output == "-" ? form : "'" + options.output + "'") + " cannot hold HDR.";
}

std::string missing_sentence(const std::string& name, std::int64_t count) {
  return "of the numbers of " + name + ", " + std::to_string(count) + (count == 1 ? " has" : " have") +
         " no picture: the others follow each other.";
}

}  // namespace

std::vector<std::string> loss_sentences(const std::string& where, const VideoLosses& losses) {
  const std::string name = name_of(where);
  std::vector<std::string> all;
  if (losses.missing > 0) {
    const long share = std::lround(100 * losses.missing / losses.promised);
    all.push_back(name + " is cut short: of the " + seconds_text(losses.promised) + " that its header promises, " +
                  seconds_text(losses.missing) + " (" + std::to_string(share) + " %) are missing. Copy it again.");
  } else if (losses.ends_inside) {
    all.push_back(name + " is cut short: its end is missing. Copy it again.");
  }
  if (losses.file_behind) {
    all.push_back("another file is joined to the end of " + name +
                  ", which cannot be read there. Join such files with ffmpeg's concat demuxer.");
  }
  if (losses.before_key > 0) {
    all.push_back(counted(losses.before_key, "frame") + " of " + name + " before its first key frame " +
                  was(losses.before_key) + " left out: without one they cannot be decoded.");
  }
  if (losses.damaged > 0) {
    all.push_back(counted(losses.damaged, "damaged part") + " of " + name + " " + was(losses.damaged) +
                  " passed over.");
  }
  if (losses.concealed > 0) {
    all.push_back(counted(losses.concealed, "frame") + " of " + name + " " + was(losses.concealed) +
                  " damaged: what the decoder guessed is shown.");
  }
  return all;
}

std::vector<std::string> repair_sentences(const VideoCommandOptions& options, const VideoInfo& source,
                                          const VideoRepairs& repairs) {
  const std::string name = name_of(options.input);
  std::vector<std::string> all;
  if (repairs.clock_breaks > 0) all.push_back(clock_sentence(name, repairs.clock_breaks));
  if (repairs.resized > 0) {
    all.push_back(counted(repairs.resized, "frame") + " of " + name + (repairs.resized == 1 ? " is" : " are") +
                  " of another size or shape than the first, and " + was(repairs.resized) +
                  (options.on_resize == OnResize::stretch ? " stretched to it." : " fitted into it (--on-resize)."));
  }
  if (repairs.missing_pictures > 0) all.push_back(missing_sentence(name, repairs.missing_pictures));
  if (repairs.interlaced > 0) {
    all.push_back(name + (options.deinterlace == Deinterlace::off
                              ? " is interlaced, and stays so (--deinterlace)."
                              : " is interlaced: it was deinterlaced (--deinterlace)."));
  }
  if (source.hdr && repairs.tone_mapped) {
    all.push_back(name + " is HDR: its colours were tone-mapped to SDR" +
                  (options.hdr == session::Hdr::keep ? ", because " + no_hdr(options) : " (--hdr)."));
  } else if (source.hdr) {
    all.push_back(name + " is HDR, and stays so in 10 bits (--hdr).");
  }
  return all;
}

std::vector<std::string> background_sentences(const std::string& where, const VideoLosses& losses,
                                              const VideoRepairs& repairs) {
  std::vector<std::string> all = loss_sentences(where, losses);
  if (repairs.missing_pictures > 0) all.push_back(missing_sentence(name_of(where), repairs.missing_pictures));
  return all;
}

void say_file_read(const std::string& where, const VideoLosses& losses, const VideoRepairs& repairs) {
  if (losses.any()) any_lost = true;
  std::vector<std::string> all = background_sentences(where, losses, repairs);
  if (repairs.clock_breaks > 0) all.push_back(clock_sentence(name_of(where), repairs.clock_breaks));
  if (repairs.tone_mapped) all.push_back(name_of(where) + " is HDR: its colours were tone-mapped to SDR.");
  for (const std::string& sentence : all) say(Level::warning, sentence);
}

bool file_lost() { return any_lost; }

}  // namespace segme::cli
