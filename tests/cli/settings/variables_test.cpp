// Variables that are meant as settings and are none are said; others' are left alone.
#include "cli/settings/variables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace segme::cli {
namespace {

std::string said(const std::string& name) {
  const auto all =
      strange_variables({name}, {"video", {"model", "quality", "crf", "log-level"}, {"model", "quality", "log-level"}});
  return all.empty() ? "" : all.at(0);
}

TEST(strange_variables, settings_are_none) {
  for (const char* name :
       {"SEGME_QUALITY", "SEGME_VIDEO_QUALITY", "SEGME_VIDEO_CRF", "SEGME_LOG_LEVEL", "SEGME_CONFIG", "SEGME_MODELS"}) {
    EXPECT_EQ(said(name), "") << name;
  }
}

TEST(strange_variables, what_is_nearly_a_setting_is_said) {
  EXPECT_EQ(said("SEGME_QUALTY"), "the variable SEGME_QUALTY sets nothing. Did you mean 'SEGME_QUALITY'?");
  EXPECT_EQ(said("SEGME_VIDEO_CFR"), "the variable SEGME_VIDEO_CFR sets nothing. Did you mean 'SEGME_VIDEO_CRF'?");
}

TEST(strange_variables, what_begins_as_the_command_s_own_is_meant_for_it) {
  EXPECT_EQ(said("SEGME_VIDEO_BITRATE"),
            "the variable SEGME_VIDEO_BITRATE sets nothing. 'segme config video' lists the settings.");
}

TEST(strange_variables, an_option_of_the_command_needs_its_name) {
  EXPECT_EQ(said("SEGME_CRF"), "the variable SEGME_CRF sets nothing. Write SEGME_VIDEO_CRF.");
}

TEST(strange_variables, others_are_not_said) {
  for (const char* name : {"SEGME_IMAGE_DEPTH", "SEGME_SOURCE_DIR", "SEGME_LITERT", "SEGME_NO_INSTALL", "SEGME_HOME"}) {
    EXPECT_EQ(said(name), "") << name;
  }
}

TEST(strange_variables, the_environment_is_read) {
  ::setenv("SEGME_OF_A_TEST", "1", 1);
  const auto names = variables_of_segme();
  EXPECT_NE(std::find(names.begin(), names.end(), "SEGME_OF_A_TEST"), names.end());
  ::unsetenv("SEGME_OF_A_TEST");
}

}  // namespace
}  // namespace segme::cli
