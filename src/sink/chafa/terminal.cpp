// sink/chafa/terminal: a picture as letters and colours, drawn over the one before it, at most so often as a terminal
// can follow.
#include "sink/chafa/terminal.h"

#include <chafa.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "base/resize.h"

namespace segme::chafa {
namespace {

constexpr int kUsualColumns = 80, kUsualRows = 24;
constexpr float kLetterShape = 0.5F;                    // width of a letter by its height
constexpr int kInsetPart = 4;                           // the matte's width is a quarter of the picture's
constexpr auto kPause = std::chrono::milliseconds(80);  // between two pictures

/// https://no-color.org: any value but none.
bool wants_colours() {
  const char* refusal = std::getenv("NO_COLOR");
  return refusal == nullptr || *refusal == '\0';
}

bool says_true_colour() {
  const char* colours = std::getenv("COLORTERM");
  return colours != nullptr && (std::strcmp(colours, "truecolor") == 0 || std::strcmp(colours, "24bit") == 0);
}

/// As many colours as the terminal has: by COLORTERM, else by what libchafa knows of its TERM.
ChafaCanvasMode mode_of(const ChafaTermInfo* terminal) {
  if (!wants_colours()) return CHAFA_CANVAS_MODE_FGBG;
  if (chafa_term_info_have_seq(terminal, CHAFA_TERM_SEQ_SET_COLOR_FG_DIRECT)) return CHAFA_CANVAS_MODE_TRUECOLOR;
  if (chafa_term_info_have_seq(terminal, CHAFA_TERM_SEQ_SET_COLOR_FG_256)) return CHAFA_CANVAS_MODE_INDEXED_240;
  return CHAFA_CANVAS_MODE_INDEXED_16;
}

class ChafaTerminal final : public Terminal {
 public:
  ChafaTerminal(int input, int output) : input_(input), output_(output) {
    gchar** environment = g_get_environ();
    terminal_ = chafa_term_db_detect(chafa_term_db_get_default(), environment);
    g_strfreev(environment);
    if (says_true_colour()) {
      ChafaTermInfo* all = chafa_term_db_get_fallback_info(chafa_term_db_get_default());
      chafa_term_info_supplement(terminal_, all);
      chafa_term_info_unref(all);
    }
    symbols_ = chafa_symbol_map_new();
    chafa_symbol_map_add_by_tags(symbols_, CHAFA_SYMBOL_TAG_BLOCK);
    if (::isatty(input_) == 1 && ::tcgetattr(input_, &before_) == 0) {
      termios now = before_;
      now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
      now.c_cc[VMIN] = 0;
      now.c_cc[VTIME] = 0;
      keys_ = ::tcsetattr(input_, TCSANOW, &now) == 0;
    }
    put("\x1b[?25l\x1b[2J");  // no cursor, an empty screen
  }
  ChafaTerminal(const ChafaTerminal&) = delete;
  ChafaTerminal& operator=(const ChafaTerminal&) = delete;
  ~ChafaTerminal() override {
    if (canvas_ != nullptr) chafa_canvas_unref(canvas_);
    chafa_symbol_map_unref(symbols_);
    chafa_term_info_unref(terminal_);
    if (keys_) ::tcsetattr(input_, TCSANOW, &before_);
    put("\x1b[0m\x1b[?25h\n");
  }

  void show(const Image& picture, double) override { show(picture, Overlay{}); }
  void show(const Image& picture, const Overlay& overlay) override;
  int key() override;

 private:
  [[nodiscard]] int letter() const {
    unsigned char letter = 0;
    return keys_ && ::read(input_, &letter, 1) == 1 ? letter : -1;
  }
  void fit(const Image& picture);
  const Image& with_inset(const Image& picture, const Matte& matte);
  void put(const std::string& text) const;

  int input_, output_;
  termios before_{};
  bool keys_ = false;
  ChafaTermInfo* terminal_ = nullptr;
  ChafaSymbolMap* symbols_ = nullptr;
  ChafaCanvas* canvas_ = nullptr;
  int columns_ = 0, rows_ = 0, width_ = 0, height_ = 0;
  std::size_t lines_ = 0;  // that lay over the last picture
  Image inset_;
  Matte small_;
  std::chrono::steady_clock::time_point next_;
};

/// A reader that has gone is no reason to end: the pictures may have other places to go to.
void ChafaTerminal::put(const std::string& text) const {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = ::write(output_, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR && errno != EAGAIN) return;
    if (count > 0) done += static_cast<std::size_t>(count);
  }
}

/// A canvas for the terminal's and the picture's size, anew when one of them changes.
void ChafaTerminal::fit(const Image& picture) {
  winsize size{};
  const bool known = ::ioctl(output_, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 1;
  const int columns = known ? size.ws_col : kUsualColumns;
  const int rows = (known ? size.ws_row : kUsualRows) - 1;  // the last is for the line
  if (canvas_ != nullptr && columns == columns_ && rows == rows_ && picture.width() == width_ &&
      picture.height() == height_) {
    return;
  }
  columns_ = columns, rows_ = rows, width_ = picture.width(), height_ = picture.height();
  int across = columns, down = rows;
  chafa_calc_canvas_geometry(width_, height_, &across, &down, kLetterShape, TRUE, FALSE);
  ChafaCanvasConfig* config = chafa_canvas_config_new();
  chafa_canvas_config_set_geometry(config, std::max(1, across), std::max(1, down));
  chafa_canvas_config_set_symbol_map(config, symbols_);
  chafa_canvas_config_set_canvas_mode(config, mode_of(terminal_));
  chafa_canvas_config_set_work_factor(config, 0.1F);  // fast
  if (canvas_ != nullptr) chafa_canvas_unref(canvas_);
  canvas_ = chafa_canvas_new(config);
  chafa_canvas_config_unref(config);
  put("\x1b[2J");
}

/// An arrow is three letters and more, of which the first is that of the key Esc: it has no meaning here.
int ChafaTerminal::key() {
  constexpr int kEscape = 27;
  const int first = letter();
  if (first != kEscape) return first;
  const int second = letter();
  if (second != '[' && second != 'O') return first;
  for (int last = letter(); last >= 0 && (last < '@' || last > '~'); last = letter()) continue;
  return key();
}

/// As many letters as the terminal has columns; those of UTF-8 are not cut in two.
std::string cut(const std::string& line, int columns) {
  std::size_t end = 0;
  for (int letters = 0; end < line.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(line[end]) & 0xC0U) != 0x80U;
    if (begins && letters++ == columns) break;
  }
  return line.substr(0, end);
}

/// RGB, with the matte in the upper right corner.
const Image& ChafaTerminal::with_inset(const Image& picture, const Matte& matte) {
  inset_.resize(picture.width(), picture.height(), 3);
  const int channels = picture.channels();
  const std::uint8_t* from = picture.data();
  for (std::uint8_t* to = inset_.data(); to != inset_.data() + inset_.size(); to += 3, from += channels) {
    const int alpha = channels == 4 ? from[3] : 255;
    for (int c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>(from[channels < 3 ? 0 : c] * alpha / 255);
  }
  const int width = std::max(1, picture.width() / kInsetPart), height = std::max(1, picture.height() / kInsetPart);
  resize_matte(matte, width, height, small_);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* to = inset_.row(y) + static_cast<std::ptrdiff_t>(3) * (picture.width() - width);
    for (int x = 0; x < width; ++x) std::memset(to + 3 * x, static_cast<int>(small_.row(y)[x] * 255 + 0.5F), 3);
  }
  return inset_;
}

const Image& rgb_of(const Image& grey, Image& made) {
  made.resize(grey.width(), grey.height(), 3);
  for (std::size_t i = 0; i < grey.size(); ++i) std::fill_n(made.data() + 3 * i, 3, grey.data()[i]);
  return made;
}

void ChafaTerminal::show(const Image& picture, const Overlay& overlay) {
  const auto now = std::chrono::steady_clock::now();
  if (picture.empty() || now < next_) return;
  next_ = now + kPause;
  fit(picture);
  if (overlay.lines.size() < lines_) put("\x1b[2J");  // they may have been longer than the picture is wide
  lines_ = overlay.lines.size();
  const bool inset = overlay.matte != nullptr && !overlay.matte->empty();
  const Image& shown = inset                     ? with_inset(picture, *overlay.matte)
                       : picture.channels() == 1 ? rgb_of(picture, inset_)
                                                 : picture;
  chafa_canvas_draw_all_pixels(canvas_, shown.channels() == 4 ? CHAFA_PIXEL_RGBA8_UNASSOCIATED : CHAFA_PIXEL_RGB8,
                               shown.data(), shown.width(), shown.height(), static_cast<int>(shown.stride()));
  GString* text = chafa_canvas_print(canvas_, terminal_);
  std::string all =
      "\x1b[H" + std::string(text->str, text->len) + "\n\x1b[0m" + cut(overlay.message, columns_) + "\x1b[K";
  g_string_free(text, TRUE);
  for (std::size_t i = 0; i < std::min(lines_, static_cast<std::size_t>(rows_)); ++i) {
    all += "\x1b[" + std::to_string(i + 1) + ";1H" + cut(overlay.lines[i], columns_);
  }
  put(all);
}

}  // namespace

std::unique_ptr<Terminal> make_terminal(int input, int output) {
  return std::make_unique<ChafaTerminal>(input, output);
}

}  // namespace segme::chafa
