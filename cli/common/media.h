// cli/common/media: what differs between segme and segme-media. See launch_media.
#pragma once

namespace segme::cli {

/// In segme-media: FFmpeg prints nothing. In segme: nothing. Call it before anything else.
void prepare_media();

/// In segme: starts the same command in segme-media, which has FFmpeg and OpenCV, and does not return. In segme-media:
/// nothing. Call it before anything is read from standard input or written. @throws Error(missing) where segme-media is
/// not there.
void go_on_in_media();

}  // namespace segme::cli
