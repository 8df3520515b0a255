// session/replaceable: what may be written. A source never is, whatever name it is given; an output that is there
// already is replaced only where that is asked for. Every job asks here, before its work begins.
#pragma once

#include <string>

#include "base/sources.h"

namespace segme::session {

/// @throws Error(output) when `file` is a source ("-": standard output), or is there and may not be replaced.
void check_replaceable(const Sources& sources, const std::string& file, bool overwrite);

/// The same for a place that make_video_file() takes: a path with %%, numbered pictures, a playlist with its parts. A
/// URL may always be written. `format`: as in VideoFileOptions.
void check_video_replaceable(const Sources& sources, const std::string& where, bool overwrite,
                             const std::string& format = {});

/// Whether such a place becomes a playlist of HLS with its parts.
bool is_hls(const std::string& where, const std::string& format = {});

}  // namespace segme::session
