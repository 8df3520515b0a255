// sink/ffmpeg/stream_copy: see stream_copy.h.
#include "sink/ffmpeg/stream_copy.h"

extern "C" {
#include <libavutil/mathematics.h>
}

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <limits>
#include <new>
#include <string_view>

#include "base/error.h"
#include "base/ffmpeg/clock_scan.h"

namespace segme::ffmpeg {
namespace {

constexpr AVRational kMicroseconds{1, AV_TIME_BASE};
constexpr std::int64_t kLongestWords = 15 * AV_TIME_BASE;       // so long a subtitle may have begun before a cut
constexpr std::uint32_t kTimecode = MKTAG('t', 'm', 'c', 'd');  // of QuickTime

/// "the sound (ac3) is".
std::string subject(const AVStream& stream) {
  const AVCodecParameters& codec = *stream.codecpar;
  const std::string name = std::string(" (") + avcodec_get_name(codec.codec_id) + ")";
  switch (codec.codec_type) {
    case AVMEDIA_TYPE_AUDIO: return "the sound" + name + " is";
    case AVMEDIA_TYPE_SUBTITLE: return "the subtitles" + name + " are";
    case AVMEDIA_TYPE_ATTACHMENT: return "the attachment" + name + " is";
    case AVMEDIA_TYPE_VIDEO: return (is_cover(stream) ? "the cover picture" : "the second video track") + name + " is";
    default: break;
  }
  if (codec.codec_tag == kTimecode) return "the timecode is";
  return codec.codec_id == AV_CODEC_ID_NONE ? "data of an unknown kind is" : "the data" + name + " is";
}

/// The sounds of containers that FFmpeg has no list of, and that are refused with any other when the header is written.
struct Sounds {
  std::string_view container;
  std::array<AVCodecID, 4> codecs{};
};
constexpr std::array kMpegSounds{AV_CODEC_ID_MP2, AV_CODEC_ID_MP3, AV_CODEC_ID_AC3, AV_CODEC_ID_DTS};
constexpr std::array kOggSounds{AV_CODEC_ID_VORBIS, AV_CODEC_ID_OPUS, AV_CODEC_ID_FLAC, AV_CODEC_ID_SPEEX};
constexpr std::array kSounds{
    Sounds{"ogg", kOggSounds},   Sounds{"ogv", kOggSounds},  Sounds{"mpeg", kMpegSounds}, Sounds{"vob", kMpegSounds},
    Sounds{"svcd", kMpegSounds}, Sounds{"vcd", kMpegSounds}, Sounds{"dvd", kMpegSounds},  Sounds{"mxf", {}},
    Sounds{"gxf", {}},           Sounds{"dv", {}},           Sounds{"swf", {}},
};

/// MPEG-TS and others have no list to ask, and take any sound. `codec` is not AV_CODEC_ID_NONE.
bool trusted_with(const AVOutputFormat& format, AVCodecID codec) {
  const auto* known =
      std::find_if(kSounds.begin(), kSounds.end(), [&](const Sounds& each) { return each.container == format.name; });
  return known == kSounds.end() || std::find(known->codecs.begin(), known->codecs.end(), codec) != known->codecs.end();
}

bool takes(const AVOutputFormat& format, const AVCodecParameters& codec) {
  const std::string_view name = format.name;
  if (codec.codec_type == AVMEDIA_TYPE_ATTACHMENT) return name == "matroska";
  if (codec.codec_type == AVMEDIA_TYPE_DATA || codec.codec_type == AVMEDIA_TYPE_VIDEO) return false;
  if (format.audio_codec == AV_CODEC_ID_NONE) return false;  // pictures alone: gif, webp, y4m
  if (codec.codec_id == AV_CODEC_ID_NONE) return false;
  if (codec.codec_type == AVMEDIA_TYPE_AUDIO && !trusted_with(format, codec.codec_id)) return false;
  const int answer = avformat_query_codec(&format, codec.codec_id, FF_COMPLIANCE_NORMAL);
  return answer == 1 || (answer == AVERROR_PATCHWELCOME && codec.codec_type == AVMEDIA_TYPE_AUDIO);
}

/// A tag that the new container would read as another codec is left for its muxer to choose.
std::uint32_t tag_for(const AVOutputFormat& format, const AVCodecParameters& codec) {
  unsigned other = 0;
  const bool same = format.codec_tag == nullptr ||
                    av_codec_get_id(format.codec_tag, codec.codec_tag) == codec.codec_id ||
                    av_codec_get_tag2(format.codec_tag, codec.codec_id, &other) == 0;
  return same ? codec.codec_tag : 0;
}

/// All but what the muxer says itself.
void copy_metadata(const AVDictionary* from, AVDictionary** to) {
  av_dict_copy(to, from, 0);
  for (const char* own :
       {"major_brand", "minor_version", "compatible_brands", "encoder", "DURATION", "rotate", "_STATISTICS_TAGS",
        "_STATISTICS_WRITING_APP", "_STATISTICS_WRITING_DATE_UTC", "BPS", "NUMBER_OF_FRAMES", "NUMBER_OF_BYTES"}) {
    av_dict_set(to, own, nullptr, 0);
  }
}

}  // namespace

StreamCopy::StreamCopy(const VideoFileOptions& options, AVFormatContext& out, std::vector<std::string>& notes)
    : out_(out), stop_(options.copy_stop), silence_(options.copy_silence), name_(options.copy_from) {
  AVFormatContext* source = avformat_alloc_context();
  if (source == nullptr) throw std::bad_alloc();
  source->interrupt_callback = {&StreamCopy::give_up, this};
  listening_since_ = std::chrono::steady_clock::now();
  int error = avformat_open_input(&source, address_of(options.copy_from).c_str(), nullptr, nullptr);
  if (error >= 0) {
    source_.reset(source);
    error = avformat_find_stream_info(source, nullptr);
  }
  if (stop_ && stop_()) {
    throw Error(ExitCode::interrupted, "stopped while opening '" + options.copy_from + "' again for its sound.");
  }
  if (error < 0) {
    throw Error(ExitCode::input, "cannot read '" + options.copy_from + "' again for its sound: " + reason(error) +
                                     ". Try again, or leave the sound out.");
  }
  origin_ =
      (source->start_time == AV_NOPTS_VALUE ? 0 : source->start_time) + std::llround(options.copy_start * AV_TIME_BASE);
  if (options.copy_end > 0) end_ = options.copy_end - options.copy_start;
  copy_metadata(source->metadata, &out_.metadata);
  for (unsigned i = 0; i < source->nb_streams; ++i) add_stream(i, notes);
  copy_chapters();
  const std::int64_t from = has_subtitles() ? origin_ - kLongestWords : origin_;
  // Where moments may stand in a source twice, what is before the start is read and left out.
  const bool once = std::string_view(source->iformat->name) != "flv" && !clock_goes_back(*source);
  if (options.copy_start > 0 && once) avformat_seek_file(source, -1, INT64_MIN, from, from, 0);
}

void StreamCopy::add_stream(unsigned index, std::vector<std::string>& notes) {
  AVStream& from = *source_->streams[index];
  Way& way = ways_.emplace_back();
  way.codec = from.codecpar->codec_id;
  way.shift = av_rescale_q(origin_, kMicroseconds, from.time_base);
  const AVCodecParameters& codec = *from.codecpar;
  const int pictures = best_picture_stream(*source_);
  const bool leads = codec.codec_type == AVMEDIA_TYPE_VIDEO || codec.codec_type == AVMEDIA_TYPE_AUDIO;
  from.discard = leads && Continuity::needs_all_streams(*source_) ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  if (static_cast<int>(index) == pictures) {
    copy_metadata(from.metadata, &out_.streams[0]->metadata);
    return;
  }
  // MP4 keeps the titles of its chapters in a stream; they are copied as chapters.
  if (codec.codec_id == AV_CODEC_ID_BIN_DATA && source_->nb_chapters > 0) return;
  // The writers of QuickTime and MP4 make the track of the timecode from the metadata, which are copied.
  const std::string_view format = out_.oformat->name;
  if (codec.codec_tag == kTimecode && (format == "mov" || format == "mp4")) return;
  if (codec.codec_type == AVMEDIA_TYPE_AUDIO && codec.codec_id != AV_CODEC_ID_NONE && codec.sample_rate <= 0) {
    return notes.push_back(subject(from) + " left out: nothing of it can be read.");
  }
  if (!takes(*out_.oformat, codec)) return notes.push_back(replace(from, way));
  AVStream* to = avformat_new_stream(&out_, nullptr);
  if (to == nullptr || avcodec_parameters_copy(to->codecpar, &codec) < 0) throw std::bad_alloc();
  to->codecpar->codec_tag = tag_for(*out_.oformat, codec);
  to->time_base = from.time_base;
  to->disposition = from.disposition;
  copy_metadata(from.metadata, &to->metadata);
  from.discard = AVDISCARD_DEFAULT;
  way.out = to->index;
}

/// Encodes anew what cannot be copied, where that can be done. What there is to say about it.
std::string StreamCopy::replace(const AVStream& from, Way& way) {
  const std::string what = subject(from);
  const AVMediaType type = from.codecpar->codec_type;
  if (type == AVMEDIA_TYPE_VIDEO) {
    return what + " left out: it would show what stands behind the person.";
  }
  const std::string why = std::string(": ") + out_.oformat->name + " files cannot hold it.";
  const bool anew = (type == AVMEDIA_TYPE_AUDIO && add_sound_anew(from, way)) ||
                    (type == AVMEDIA_TYPE_SUBTITLE && add_subtitles_anew(from, way));
  if (!anew) return what + " left out" + why;
  return what + " encoded anew as " + avcodec_get_name(out_.streams[way.out]->codecpar->codec_id) + why;
}

bool StreamCopy::add_sound_anew(const AVStream& from, Way& way) {
  if (out_.oformat->audio_codec == AV_CODEC_ID_NONE) return false;
  way.sound = Sound::make(from, out_);
  if (!way.sound) return false;
  AVStream* to = avformat_new_stream(&out_, nullptr);
  if (to == nullptr || way.sound->describe(*to) < 0) throw std::bad_alloc();
  to->disposition = from.disposition;
  copy_metadata(from.metadata, &to->metadata);
  source_->streams[from.index]->discard = AVDISCARD_DEFAULT;
  way.out = to->index;
  return true;
}

bool StreamCopy::add_subtitles_anew(const AVStream& from, Way& way) {
  way.subtitles = Subtitles::make(from, out_);
  if (!way.subtitles) return false;
  AVStream* to = avformat_new_stream(&out_, nullptr);
  if (to == nullptr || way.subtitles->describe(*to) < 0) throw std::bad_alloc();
  to->disposition = from.disposition;
  copy_metadata(from.metadata, &to->metadata);
  source_->streams[from.index]->discard = AVDISCARD_DEFAULT;
  way.out = to->index;
  return true;
}

void StreamCopy::copy_chapters() {
  for (unsigned i = 0; i < source_->nb_chapters; ++i) {
    const AVChapter& from = *source_->chapters[i];
    const std::int64_t shift = av_rescale_q(origin_, kMicroseconds, from.time_base);
    const std::int64_t end = end_ > 0 ? std::llround(end_ / av_q2d(from.time_base)) : INT64_MAX;
    const std::int64_t first = std::max<std::int64_t>(0, from.start - shift);
    const std::int64_t last = std::min(end, from.end - shift);
    if (last <= first) continue;
    auto* chapter = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
    if (chapter == nullptr) throw std::bad_alloc();
    chapter->id = from.id;
    chapter->time_base = from.time_base;
    chapter->start = first;
    chapter->end = last;
    av_dict_copy(&chapter->metadata, from.metadata, 0);
    int count = static_cast<int>(out_.nb_chapters);
    if (av_dynarray_add_nofree(&out_.chapters, &count, chapter) < 0) throw std::bad_alloc();
    out_.nb_chapters = static_cast<unsigned>(count);
  }
}

/// Asked by FFmpeg some times a second while it waits.
int StreamCopy::give_up(void* self) {
  const StreamCopy& copy = *static_cast<const StreamCopy*>(self);
  if (copy.stop_ && copy.stop_()) return 1;
  const std::chrono::duration<double> silent = std::chrono::steady_clock::now() - copy.listening_since_;
  return copy.silence_ > 0 && silent.count() > copy.silence_ ? 1 : 0;
}

double StreamCopy::seconds_of(const AVPacket& packet) const {
  const AVRational base = source_->streams[packet.stream_index]->time_base;
  const std::int64_t ticks = packet.dts != AV_NOPTS_VALUE ? packet.dts : packet.pts;
  if (ticks == AV_NOPTS_VALUE) return -std::numeric_limits<double>::infinity();
  return static_cast<double>(ticks - ways_[static_cast<std::size_t>(packet.stream_index)].shift) * av_q2d(base);
}

/// Of an opening or reading that failed.
std::string StreamCopy::reason(int error) const {
  if (error != AVERROR_EXIT) return error_text(error);
  char text[64];
  std::snprintf(text, sizeof text, "nothing came for %.10g s", silence_);
  return text;
}

/// What a file that is cut short lacks is counted with its pictures; here it is of interest whether reading failed.
void StreamCopy::end(int error) {
  ended_ = true;
  if (stop_ && stop_()) return;
  const AVIOContext* bytes = source_->pb;
  const int fault = bytes != nullptr && bytes->error < 0 ? bytes->error : error;
  const bool connection = fault == AVERROR_EXIT || fault == AVERROR(EIO) || fault == AVERROR(ECONNRESET) ||
                          fault == AVERROR(ETIMEDOUT) || fault == AVERROR(EPIPE) || fault == AVERROR(ENETUNREACH);
  const bool copies = std::any_of(ways_.begin(), ways_.end(), [](const Way& way) { return way.out >= 0; });
  if (connection && copies) why_ = reason(fault);
}

int StreamCopy::pump(double until) {
  while (!ended_) {
    if (!held_) {
      av_packet_unref(packet_.get());
      listening_since_ = std::chrono::steady_clock::now();
      if (const int error = joined_.read(*source_, *packet_); error < 0) {
        end(error);
        return 0;
      }
      if (static_cast<std::size_t>(packet_->stream_index) >= ways_.size()) continue;  // a stream that came later
      continuity_.straighten(*source_, *packet_);
      if (ways_[static_cast<std::size_t>(packet_->stream_index)].out < 0) continue;
    }
    read_until_ = std::max(read_until_, seconds_of(*packet_));
    held_ = seconds_of(*packet_) >= until;
    if (held_) return 0;
    const int error = write(*packet_);
    if (error < 0) return error;
  }
  return 0;
}

bool StreamCopy::has_subtitles() const {
  return std::any_of(ways_.begin(), ways_.end(), [&](const Way& way) {
    const AVStream& from = *source_->streams[static_cast<unsigned>(&way - ways_.data())];
    return way.out >= 0 && from.codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE;
  });
}

/// Words that are read at a cut begin there, or end there.
void StreamCopy::clip(AVPacket& packet, const Way& way) const {
  if (packet.pts == AV_NOPTS_VALUE || packet.duration <= 0) return;
  const AVRational base = source_->streams[packet.stream_index]->time_base;
  std::int64_t last = packet.pts + packet.duration;
  if (end_ > 0) last = std::min<std::int64_t>(last, way.shift + std::llround(end_ / av_q2d(base)));
  if (last <= way.shift || last <= packet.pts) return;
  packet.pts = std::max(packet.pts, way.shift);
  packet.dts = packet.pts;
  packet.duration = last - packet.pts;
}

int StreamCopy::write(AVPacket& packet) {
  Way& way = ways_[static_cast<std::size_t>(packet.stream_index)];
  if (source_->streams[packet.stream_index]->codecpar->codec_id != way.codec) {  // joined: from here on another kind
    ++way.refused;
    return 0;
  }
  const AVRational base = source_->streams[packet.stream_index]->time_base;
  if (source_->streams[packet.stream_index]->codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE) clip(packet, way);
  const std::int64_t first = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
  // Before the start of a cut; in a whole file what comes before 0 is the encoder's lead-in, and stays.
  if (origin_ > std::max<std::int64_t>(0, source_->start_time) && first < way.shift) return 0;
  if (end_ > 0 && seconds_of(packet) >= end_) return 0;
  if (packet.pts != AV_NOPTS_VALUE) packet.pts -= way.shift;
  if (packet.dts != AV_NOPTS_VALUE) packet.dts -= way.shift;
  if (way.sound) return way.sound->encode(&packet, out_, way.out);
  if (way.subtitles) return way.subtitles->encode(packet, out_, way.out);
  const AVCodecParameters& codec = *out_.streams[way.out]->codecpar;
  if (const std::int64_t samples = lead_in(out_, codec); samples > 0 && codec.sample_rate > 0) {
    const std::int64_t lead = av_rescale_q(samples, {1, codec.sample_rate}, base);
    if (packet.pts != AV_NOPTS_VALUE) packet.pts += lead;
    if (packet.dts != AV_NOPTS_VALUE) packet.dts += lead;
  }
  packet.stream_index = way.out;
  packet.pos = -1;
  av_packet_rescale_ts(&packet, base, out_.streams[way.out]->time_base);
  // Where clocks were put one behind the other, or lie in the source itself, what comes twice is heard once.
  if (packet.dts != AV_NOPTS_VALUE && packet.dts <= way.last) {
    if (packet.dts < way.last) return 0;
    packet.dts = way.last + 1;
    if (packet.pts != AV_NOPTS_VALUE) packet.pts = std::max(packet.pts, packet.dts);
  }
  if (packet.dts != AV_NOPTS_VALUE) way.last = packet.dts;
  const int error = av_interleaved_write_frame(&out_, &packet);
  if (error != AVERROR_INVALIDDATA) return error;
  ++way.refused;  // bytes that are none of its kind
  return 0;
}

void StreamCopy::tell(std::vector<std::string>& notes) const {
  if (lost()) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f", std::max(0.0, read_until_));
    notes.push_back("the sound, and what else goes with the pictures, breaks off at " + std::string(seconds) + " s: '" +
                    name_ + "' could not be read on (" + why_ + ").");
  }
  for (std::size_t i = 0; i < ways_.size(); ++i) {
    const std::int64_t count = ways_[i].refused;
    if (count == 0) continue;
    const bool sound = source_->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    notes.push_back(std::to_string(count) + (count == 1 ? " packet" : " packets") + " of the " +
                    (sound ? "sound" : "subtitles") + " (" + avcodec_get_name(ways_[i].codec) + ") " +
                    (count == 1 ? "is left out: it is" : "are left out: they are") +
                    " damaged, or of another kind than the first.");
  }
}

int StreamCopy::finish(double until) {
  int error = pump(until);
  for (Way& way : ways_) {
    if (error >= 0 && way.sound) error = way.sound->encode(nullptr, out_, way.out);
  }
  return error;
}

}  // namespace segme::ffmpeg
