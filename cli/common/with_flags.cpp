// cli/common/with_flags: a table.
#include "cli/common/with_flags.h"

namespace segme::cli {
namespace {

constexpr Wording kWordings[] = {
    {"or fewer jobs.", "or fewer --jobs."},
    {"Try fewer jobs.", "Try fewer --jobs."},
    {"Use fewer jobs or threads,", "Give fewer --jobs or --threads,"},
    {"Give another encoder", "Give another --encoder"},
    {"or another encoder.", "or another --encoder."},
    {"frames/%05d.png, or a background.", "frames/%05d.png, or a --background."},
    {"Have such pictures fitted in.", "Give --on-resize letterbox."},
    {"Leave it interlaced.", "Give --deinterlace off."},
    {"Check that its server sends, or wait longer", "Check that its server sends, or give a longer --timeout"},
    {"in place of the precision ", "in place of --precision "},
    {"Use the device CPU.", "Use --device CPU."},
    {"Run it in a desktop, or show the pictures in a terminal or nowhere.",
     "Run it in a desktop, or give --preview terminal or none."},
    {"Set DISPLAY, or show the pictures in a terminal or nowhere.", "Set DISPLAY, or give --preview terminal or none."},
    {"Show the pictures in a terminal or nowhere.", "Give --preview terminal or none."},
    {"build again, or show the pictures in a terminal.", "build again, or give --preview terminal."},
    {"build again, or show the pictures nowhere.", "build again, or give --preview none."},
    {"it exists. Have it replaced, or choose another file.", "it exists. Add --overwrite, or choose another file."},
    {"it does not say how long it is. Have it loop.", "it does not say how long it is. Use --background-end loop."},
    {"cannot hold transparency. Give a background (", "cannot hold transparency. Give --background ("},
    {"plug one in, or name a file.", "plug one in, or give --camera FILE."},
    {"; list them to see their modes.", "; see --list-cameras."},
    {"Check its sender, or have it opened again.", "Check its sender, or let --patience open it again."},
    {"no picture came from it in the time that it was given.", "no picture came from it in the time of --seconds."},
    // A batch of pictures.
    {"it exists. Have it replaced or left as it is,", "it exists. Add --overwrite or --skip-existing,"},
    {"NULs stand between its names. Say so.", "NULs stand between its names. Add --null."},
    {"Give a folder for them.", "Give a folder with -o."},
    {"there may be several pictures. Give a folder (", "there may be several pictures. Give a folder (-o "},
    {"/) or a pattern ('", "/) or a pattern (-o '"},
    {"16 bits are for mattes in .png, .tif or .jxl.", "--depth 16 is for --matte into .png, .tif or .jxl."},
    {"cannot be transparent. Give a background,", "cannot be transparent. Give --background,"},
    {"another input of this run goes there too. Put %d into its name.",
     "another input of this run goes there too. Put %d into -o."},
    {"Head and shoulders want one that looks at the camera. Crop this picture to the person.",
     "--head wants one that looks at the camera. Use --trim for this picture."},
    {"Leave cropping out for this picture.", "Leave --trim out for this picture."},
    {"Leave the canvas out for this picture.", "Leave --canvas out for this picture."},
};

}  // namespace

std::span<const Wording> wordings() { return kWordings; }

std::string with_flags(std::string sentence) {
  for (const Wording& wording : kWordings) {
    const std::size_t at = sentence.find(wording.library);
    if (at != std::string::npos) sentence.replace(at, wording.library.size(), wording.flags);
  }
  return sentence;
}

}  // namespace segme::cli
