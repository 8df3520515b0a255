// sink/opencv/highgui/keys: see keys.h. Xlib is opened when it is there, as in display.cpp, so its few types are
// written out here.
#include "sink/opencv/highgui/keys.h"

#include <dlfcn.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <type_traits>

namespace segme::highgui {
namespace {

using Id = unsigned long;  // NOLINT(google-runtime-int): Xlib's XID and Atom
constexpr int kKeyPress = 2;
constexpr long kKeyPressMask = 1;  // NOLINT(google-runtime-int)
constexpr Id kCardinal = 6;        // the atom of a type
constexpr int kDepth = 4;          // windows below windows: managers put frames around them

/// Xlib's XEvent is as large as 24 longs and begins with its type.
union Event {
  int type;
  std::array<long, 24> room;  // NOLINT(google-runtime-int)
};

/// The functions of libX11; all null where it is not there.
struct Xlib {
  void* (*open)(const char*) = nullptr;
  int (*close)(void*) = nullptr;
  Id (*root)(void*) = nullptr;
  int (*tree)(void*, Id, Id*, Id*, Id**, unsigned*) = nullptr;
  int (*name)(void*, Id, char**) = nullptr;
  Id (*atom)(void*, const char*, int) = nullptr;
  // NOLINTNEXTLINE(google-runtime-int)
  int (*property)(void*, Id, Id, long, long, int, Id, Id*, int*, unsigned long*, unsigned long*,
                  unsigned char**) = nullptr;
  int (*select)(void*, Id, long) = nullptr;  // NOLINT(google-runtime-int)
  int (*pending)(void*) = nullptr;
  int (*next)(void*, Event*) = nullptr;
  int (*text)(Event*, char*, int, Id*, void*) = nullptr;
  int (*sync)(void*, int) = nullptr;
  int (*free)(void*) = nullptr;
  using Handler = int (*)(void*, void*);
  Handler (*on_error)(Handler) = nullptr;
  bool all = false;
};

Xlib load() {
  Xlib x;
  void* library = ::dlopen("libX11.so.6", RTLD_NOW | RTLD_LOCAL);  // Qt has it loaded
  if (library == nullptr) return x;
  x.all = true;
  const auto get = [&](auto& function, const char* symbol) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, symbol));
    x.all = x.all && function != nullptr;
  };
  get(x.open, "XOpenDisplay");
  get(x.close, "XCloseDisplay");
  get(x.root, "XDefaultRootWindow");
  get(x.tree, "XQueryTree");
  get(x.name, "XFetchName");
  get(x.atom, "XInternAtom");
  get(x.property, "XGetWindowProperty");
  get(x.select, "XSelectInput");
  get(x.pending, "XPending");
  get(x.next, "XNextEvent");
  get(x.text, "XLookupString");
  get(x.sync, "XSync");
  get(x.free, "XFree");
  get(x.on_error, "XSetErrorHandler");
  return x;
}

const Xlib& xlib() {
  static const Xlib x = load();
  return x;
}

/// _NET_WM_PID of a window; 0: it has none.
pid_t process_of(void* display, Id window) {
  const Id property = xlib().atom(display, "_NET_WM_PID", 0);
  Id type = 0;
  int format = 0;
  unsigned long count = 0, rest = 0;  // NOLINT(google-runtime-int)
  unsigned char* data = nullptr;
  if (xlib().property(display, window, property, 0, 1, 0, kCardinal, &type, &format, &count, &rest, &data) != 0)
    return 0;
  pid_t process = 0;
  if (count == 1 && format == 32) {
    unsigned long value = 0;  // NOLINT(google-runtime-int): so are 32 bits handed out
    std::memcpy(&value, data, sizeof value);
    process = static_cast<pid_t>(value);
  }
  if (data != nullptr) xlib().free(data);
  return process;
}

bool is_ours(void* display, Id window, const std::string& title) {
  char* name = nullptr;
  const bool named = xlib().name(display, window, &name) != 0 && name != nullptr && title == name;
  if (name != nullptr) xlib().free(name);
  return named && process_of(display, window) == ::getpid();
}

Id find_below(void* display, Id window, const std::string& title, int depth) {
  if (is_ours(display, window, title)) return window;
  Id root = 0, parent = 0, found = 0, *children = nullptr;
  unsigned count = 0;
  if (depth == 0 || xlib().tree(display, window, &root, &parent, &children, &count) == 0) return 0;
  for (unsigned i = 0; i < count && found == 0; ++i) found = find_below(display, children[i], title, depth - 1);
  if (children != nullptr) xlib().free(children);
  return found;
}

}  // namespace

Keys::~Keys() {
  if (display_ != nullptr) xlib().close(display_);
}

void Keys::find(const std::string& title) {
  if (listens_ || tries_-- <= 0 || !xlib().all) return;
  if (display_ == nullptr) display_ = xlib().open(nullptr);
  if (display_ == nullptr) return;
  // Windows of others may go while they are asked for their names, and Xlib would end the process.
  const auto before = xlib().on_error([](void*, void*) { return 0; });
  const Id window = find_below(display_, xlib().root(display_), title, kDepth);
  if (window != 0) xlib().select(display_, window, kKeyPressMask);
  xlib().sync(display_, 0);
  xlib().on_error(before);
  listens_ = window != 0;
}

std::string Keys::take() {
  std::string typed;
  if (!listens_) return typed;
  while (xlib().pending(display_) > 0) {
    Event event{};
    xlib().next(display_, &event);
    if (event.type != kKeyPress) continue;
    std::array<char, 8> letters{};
    const int count = xlib().text(&event, letters.data(), static_cast<int>(letters.size()), nullptr, nullptr);
    if (count == 1 && static_cast<unsigned char>(letters[0]) < 0x80) typed += letters[0];
  }
  return typed;
}

}  // namespace segme::highgui
