// cli/demo/page: see page.h. Pictures are data URIs; all text is escaped.
#include "cli/demo/page.h"

#include <cstdio>

#include "session/json_name.h"

namespace segme::cli {
namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1.5rem; }
h1 { margin-bottom: 0 } h2 { margin: 2.5rem 0 .5rem } .quiet { opacity: .75; margin-top: .2rem }
table { border-collapse: collapse; margin: 1rem 0 }
td, th { border-bottom: 1px solid var(--line); padding: .35rem 1rem .35rem 0; text-align: left }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
.row { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)) }
figure { margin: 0 } figcaption { font-size: .9rem }
img { border-radius: .4rem; display: block; height: auto; width: 100% }
img.clear { background: repeating-conic-gradient(#bbb 0 25%, #eee 0 50%) 0 0 / 20px 20px }
.slide { max-width: 36rem; position: relative }
.slide img + img { clip-path: inset(0 0 0 var(--at, 50%)); inset: 0; position: absolute }
.slide input { margin: .5rem 0 0; width: 100% }
pre { background: var(--soft); border-radius: .4rem; overflow-x: auto; padding: 1rem }
)";

constexpr const char* kNext = R"(<h2>Now with your own pictures</h2>
<pre>segme demo photo.jpg                               this page, with your photo
segme image photo.jpg -o cut.png                   a transparent cut-out
segme image photo.jpg -o me.jpg --background blur  another background
segme video clip.mp4 out.mp4 --background blur     a video, with its sound
segme live --camera 0 --background blur            a camera, in a window
segme --help                                       all commands</pre>
)";

std::string escaped(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    switch (letter) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default: result += letter;
    }
  }
  return result;
}

std::string time_text(double milliseconds) {
  char text[32];
  std::snprintf(text, sizeof text, milliseconds < 10 ? "%.1f ms" : "%.0f ms", milliseconds);
  return text;
}

std::string image_tag(const Shot& shot, const std::string& what) {
  const std::string bytes(shot.bytes.begin(), shot.bytes.end());
  const bool clear = shot.mime != "image/jpeg";  // only what has transparent places is no JPEG
  return "<img" + std::string(clear ? " class=\"clear\"" : "") + " alt=\"" + escaped(what) +
         "\" src=\"data:" + shot.mime + ";base64," + session::base64(bytes) + "\">";
}

std::string figure(const Shot& shot, const std::string& of) {
  const std::string time = shot.milliseconds > 0 ? ", " + time_text(shot.milliseconds) : "";
  return "<figure>" + image_tag(shot, shot.caption + ": " + of) + "<figcaption>" + escaped(shot.caption) + time +
         "</figcaption></figure>\n";
}

/// The photo below, what was made of it above, and a handle between them.
std::string slide(const Exhibit& exhibit) {
  if (exhibit.shots.empty()) return {};
  const Shot& over = exhibit.shots.back();
  return "<div class=\"slide\">" + image_tag(exhibit.photo, "before: " + exhibit.title) +
         image_tag(over, "after: " + exhibit.title) +
         "<input type=\"range\" min=\"0\" max=\"100\" value=\"50\" aria-label=\"before and after\" "
         "oninput=\"this.parentNode.style.setProperty('--at', this.value + '%')\"></div>\n";
}

std::string levels_table(const DemoPage& page) {
  std::string html = "<h2>How fast is it on this machine?</h2>\n<p class=\"quiet\">A photo of " +
                     std::to_string(page.photo_width) + "x" + std::to_string(page.photo_height) +
                     " pixels, from pixels to cut-out. Loading happens once in a run; compiled models are kept, so the "
                     "next run loads faster.</p>\n<table><tr><th>quality</th><th>model</th><th class=\"n\">loading</th>"
                     "<th class=\"n\">a picture</th></tr>\n";
  for (const LevelTime& level : page.levels) {
    html += "<tr><td>" + escaped(level.level) + "</td><td>" + escaped(level.model) + "</td><td class=\"n\">" +
            time_text(level.load_ms) + "</td><td class=\"n\">" + time_text(level.picture_ms) + "</td></tr>\n";
  }
  html += "</table>\n<div class=\"row\">\n";
  for (const LevelTime& level : page.levels) html += figure(level.matte, "a matte");
  return html + "</div>\n";
}

std::string exhibit_html(const Exhibit& exhibit, bool first) {
  char person[64];
  std::snprintf(person, sizeof person, "%.1f %% of the picture is person.", exhibit.person * 100);
  std::string html = "<h2>" + escaped(exhibit.title) + "</h2>\n<p class=\"quiet\">" + escaped(exhibit.credit) +
                     (exhibit.credit.empty() ? "" : ". ") + person + "</p>\n";
  if (first) html += slide(exhibit);
  html += "<div class=\"row\">\n" + figure(exhibit.photo, exhibit.title);
  for (const Shot& shot : exhibit.shots) html += figure(shot, exhibit.title);
  return html + "</div>\n";
}

}  // namespace

std::string page_html(const DemoPage& page) {
  std::string html = std::string(kPageMark) + "\n<html lang=\"en\"><meta charset=\"utf-8\">\n" +
                     "<meta name=\"viewport\" content=\"width=device-width\">\n<title>SegMe demo</title>\n<style>" +
                     kStyle + "</style>\n<h1>SegMe on this machine</h1>\n<p class=\"quiet\">segme " +
                     escaped(page.version) + " · " + escaped(page.machine) + " · " + escaped(page.device) + " · " +
                     escaped(page.date) + "</p>\n";
  for (std::size_t i = 0; i < page.exhibits.size(); ++i) html += exhibit_html(page.exhibits[i], i == 0);
  return html + levels_table(page) + kNext + "</html>\n";
}

}  // namespace segme::cli
