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

namespace segme::chafa {
namespace {

constexpr int kUsualColumns = 80, kUsualRows = 24;
constexpr float kLetterShape = 0.5F;                    // width of a letter by its height
constexpr auto kPause = std::chrono::milliseconds(80);  // between two pictures

/// https://no-color.org: any value but none.
bool wants_colours() {
  const char* refusal = std::getenv("NO_COLOR");
  return refusal == nullptr || *refusal == '\0';
}

class ChafaTerminal final : public Terminal {
 public:
  ChafaTerminal(int input, int output) : input_(input), output_(output) {
    gchar** environment = g_get_environ();
    terminal_ = chafa_term_db_detect(chafa_term_db_get_default(), environment);
    g_strfreev(environment);
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

  void show(const Image& picture, double seconds) override;
  void say(const std::string& line) override { line_ = line; }
  int key() override {
    unsigned char letter = 0;
    return keys_ && ::read(input_, &letter, 1) == 1 ? letter : -1;
  }

 private:
  void fit(const Image& picture);
  const Image& coloured(const Image& grey);
  void put(const std::string& text) const;

  int input_, output_;
  termios before_{};
  bool keys_ = false;
  ChafaTermInfo* terminal_ = nullptr;
  ChafaSymbolMap* symbols_ = nullptr;
  ChafaCanvas* canvas_ = nullptr;
  int columns_ = 0, rows_ = 0, width_ = 0, height_ = 0;
  std::string line_;
  Image coloured_;
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
  chafa_canvas_config_set_canvas_mode(config, wants_colours() ? CHAFA_CANVAS_MODE_TRUECOLOR : CHAFA_CANVAS_MODE_FGBG);
  chafa_canvas_config_set_work_factor(config, 0.1F);  // fast
  if (canvas_ != nullptr) chafa_canvas_unref(canvas_);
  canvas_ = chafa_canvas_new(config);
  chafa_canvas_config_unref(config);
  put("\x1b[2J");
}

const Image& ChafaTerminal::coloured(const Image& grey) {
  coloured_.resize(grey.width(), grey.height(), 3);
  for (std::size_t i = 0; i < grey.size(); ++i) std::fill_n(coloured_.data() + 3 * i, 3, grey.data()[i]);
  return coloured_;
}

void ChafaTerminal::show(const Image& picture, double) {
  const auto now = std::chrono::steady_clock::now();
  if (picture.empty() || now < next_) return;
  next_ = now + kPause;
  fit(picture);
  const Image& shown = picture.channels() == 1 ? coloured(picture) : picture;
  chafa_canvas_draw_all_pixels(canvas_, shown.channels() == 4 ? CHAFA_PIXEL_RGBA8_UNASSOCIATED : CHAFA_PIXEL_RGB8,
                               shown.data(), shown.width(), shown.height(), static_cast<int>(shown.stride()));
  GString* text = chafa_canvas_print(canvas_, terminal_);
  put("\x1b[H" + std::string(text->str, text->len) + "\n\x1b[0m" + line_.substr(0, static_cast<std::size_t>(columns_)) +
      "\x1b[K");
  g_string_free(text, TRUE);
}

}  // namespace

std::unique_ptr<Terminal> make_terminal(int input, int output) {
  return std::make_unique<ChafaTerminal>(input, output);
}

}  // namespace segme::chafa
