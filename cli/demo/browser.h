// cli/demo/browser: shows a page in the browser of whoever sits at this machine.
#pragma once

#include <filesystem>
#include <string>

namespace segme::cli {

/// "file:///tmp/a%20page.html" of a file.
std::string file_address(const std::filesystem::path& file);

/// Asks $BROWSER, or xdg-open on a desktop, to show the page. False where there is neither, or where it fails within a
/// moment.
bool open_in_browser(const std::string& address);

}  // namespace segme::cli
