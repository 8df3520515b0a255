// train/loader where the world is narrow: no memory for a batch, no more threads, masks that are none. Each ends in a
// sentence or goes on slower; none ends the process.
#include <gtest/gtest.h>

#include "base/error.h"
#include "sink/image_file.h"
#include "tests/few_threads.h"
#include "tests/train/drawn_set.h"
#include "train/loader.h"

namespace segme::train {
namespace {

class train_limits : public test::DrawnSet {};

TEST_F(train_limits, a_batch_that_has_no_room_is_an_error) {
  SEGME_SKIP_UNDER_SANITIZERS();
  Loader loader(draw(2), {.batch = 1 << 14, .threads = 2});
  Batch batch;
  try {
    loader.next(1 << 14, batch);  // 48 TB
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("memory"), std::string::npos) << error.what();
  }
}

using train_limits_death_test = train_limits;

TEST_F(train_limits_death_test, where_the_system_starts_no_more_threads_those_that_run_make_the_batches) {
  SEGME_SKIP_UNDER_SANITIZERS();
  const std::vector<Sample> samples = draw(2);
  const auto work = [&] {
    segme::test::limit_memory_to(std::size_t{60} << 20U);
    Batch batch;
    Loader loader(samples, {.batch = 2, .threads = 100});
    loader.next(32, batch);
    return batch.count == 2;
  };
  EXPECT_EXIT(std::_Exit(work() ? 0 : 1), testing::ExitedWithCode(0), "of 100 threads");
}

TEST_F(train_limits, a_mask_of_class_numbers_stops_the_run_before_it_begins) {
  std::vector<Sample> samples = draw(3);
  Image classes(96, 128, 1);
  classes.fill(0);
  for (std::size_t i = 0; i < classes.size() / 2; ++i) classes.data()[i] = i % 5 == 0 ? 7 : 15;
  write_file(samples[0].matte, encode_image(classes, ".png"));
  try {
    const Loader loader(samples, {.batch = 1, .threads = 1});
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("class numbers"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace segme::train
