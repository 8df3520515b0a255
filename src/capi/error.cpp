// capi/error: exceptions become segme_error.
#include "base/error.h"

#include "capi/handles.h"

namespace segme::capi {
namespace {

/// Where there is no memory for an error, there is this one; it is never freed.
segme_error& no_memory() {
  static segme_error error{SEGME_MEMORY, "",
                           "there is not enough memory for this. Use smaller pictures, or fewer threads."};
  return error;
}

segme_error* describe() {
  auto made = std::make_unique<segme_error>();
  try {
    throw;
  } catch (const Failure& failure) {
    *made = {failure.code, failure.field, failure.text};
  } catch (const Error& failure) {
    const int code = static_cast<int>(failure.code());
    *made = {code <= SEGME_MISSING ? static_cast<segme_code>(code) : SEGME_BUG, failure.field(), failure.what()};
  } catch (const std::bad_alloc&) {
    return &no_memory();
  } catch (const std::exception& failure) {
    *made = {SEGME_BUG, "", std::string("SegMe is wrong: ") + failure.what() + ". Please report it."};
  } catch (...) {
    *made = {SEGME_BUG, "", "SegMe is wrong: something unknown was thrown. Please report it."};
  }
  return made.release();
}

}  // namespace

void store_error(segme_error** error) noexcept {
  if (error == nullptr) return;
  try {
    *error = describe();
  } catch (...) {  // no memory for the sentence
    *error = &no_memory();
  }
}

void require(bool condition, const char* field, const char* reason) {
  if (!condition) throw Error(ExitCode::usage, field, std::string(field) + " " + reason);
}

}  // namespace segme::capi

extern "C" {

segme_code segme_error_code(const segme_error* error) { return error == nullptr ? SEGME_OK : error->code; }
const char* segme_error_field(const segme_error* error) { return error == nullptr ? "" : error->field.c_str(); }
const char* segme_error_text(const segme_error* error) { return error == nullptr ? "" : error->text.c_str(); }
void segme_error_free(segme_error* error) {
  if (error != &segme::capi::no_memory()) delete error;
}

}  // extern "C"
