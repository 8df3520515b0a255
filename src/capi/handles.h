// capi/handles: what stands behind the handles of segme.h, and the one way in: attempt() turns whatever is thrown into
// a segme_error, Entry keeps a second call out while one runs.
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <string>

#include "capi/segme.h"
#include "infer/net_segmenter.h"
#include "pipeline.h"
#include "recipe/recipe.h"

struct segme_error {
  segme_code code = SEGME_BUG;
  std::string field, text;
};

namespace segme::capi {

/// A segmenter that pipelines share.
struct SharedSegmenter {
  std::shared_ptr<Segmenter> segmenter;
  NetSegmenter* net = nullptr;  // the same, where the caller's engine runs it
  std::string device;
  std::atomic_flag busy = ATOMIC_FLAG_INIT;
};

}  // namespace segme::capi

struct segme_segmenter {
  std::shared_ptr<segme::capi::SharedSegmenter> shared;
  segme::Frame frame, view;  // the caller's pixels as RGB: converted, or looked at where they lie
  segme::Image planes;
  segme::Matte matte, large;
};

struct segme_pipeline {
  std::atomic_flag busy = ATOMIC_FLAG_INIT;
  segme::Recipe recipe;
  std::shared_ptr<segme::capi::SharedSegmenter> shared;
  std::unique_ptr<segme::Pipeline> pipeline;
  segme::Image own_background;  // of segme_pipeline_set_background; empty where the recipe's counts
  segme::Frame frame, view;
  segme::Image planes, picture;
  std::int64_t number = 0;  // of frames
  std::string answer;       // of segme_pipeline_get
};

namespace segme::capi {

/// A failure with a code that Error has no value for.
struct Failure {
  segme_code code;
  std::string field, text;
};

/// Keeps a handle for one call. @throws Failure(SEGME_BUSY)
class Entry {
 public:
  explicit Entry(std::atomic_flag& busy, const char* what) : busy_(busy) {
    if (busy_.test_and_set(std::memory_order_acquire)) {
      throw Failure{SEGME_BUSY, what,
                    std::string("the ") + what + " is in another call. Wait for it, or give each thread its own."};
    }
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry() { busy_.clear(std::memory_order_release); }

 private:
  std::atomic_flag& busy_;
};

/// Stores the exception that is being handled; never throws.
void store_error(segme_error** error) noexcept;

/// What work() returns, or `failed` with *error set. *error is null when all went well.
template <class Result, class Work>
Result attempt(segme_error** error, Result failed, Work work) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    return work();
  } catch (...) {
    store_error(error);
    return failed;
  }
}

/// @throws Error(usage) with the argument's name as its field
void require(bool condition, const char* field, const char* reason);

}  // namespace segme::capi
