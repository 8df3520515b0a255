# The programs: segme and segme-media (cli/main.cpp) and segme-train (train/torch/main.cpp), and what `cmake --install` puts where.
include(GNUInstallDirs)

if(EXISTS ${CMAKE_SOURCE_DIR}/cli/main.cpp)
  # Two programs from one main.cpp: only segme-media links with FFmpeg, whose libraries take long to load.
  add_executable(segme ${CMAKE_SOURCE_DIR}/cli/main.cpp ${CMAKE_SOURCE_DIR}/cli/launch_media.cpp)
  add_executable(segme-media ${CMAKE_SOURCE_DIR}/cli/main.cpp)
  add_dependencies(segme segme-media)
  foreach(program segme segme-media)
    target_link_libraries(${program} PRIVATE segme_cli CLI11::CLI11 nlohmann_json::nlohmann_json)
  endforeach()
  install(TARGETS segme segme-media RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  # Where the program looks for files of its models that are not inside it, as after an installation.
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/models ${CMAKE_BINARY_DIR}/models SYMBOLIC)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/models DESTINATION ${CMAKE_INSTALL_DATADIR}/segme)
endif()
if(TARGET segme_cli)
  get_target_property(kind segme_cli TYPE)
  if(kind STREQUAL "STATIC_LIBRARY")
    target_link_libraries(segme_cli PRIVATE CLI11::CLI11)
    file(GLOB samples CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/samples/*.png ${CMAKE_SOURCE_DIR}/samples/*.jpg)
    segme_embed_files(segme_cli segme_sample ${samples})
    file(GLOB languages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cli/language/*.po)
    segme_embed_files(segme_cli segme_language ${languages})
    # No loop over pixels is in cli/, and CLI11 takes half as long again to compile at -O3.
    target_compile_options(segme_cli PRIVATE -O1)
    # The two large headers of many of its files: together they take longer than the files' own lines.
    target_precompile_headers(segme_cli PRIVATE <CLI/CLI.hpp> <nlohmann/json.hpp>)
  endif()
endif()

# segme-train is what `segme train` runs, as git runs its sub-commands: LibTorch is linked here and nowhere else.
file(GLOB SEGME_TRAIN_MAIN CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/train/main.cpp ${CMAKE_SOURCE_DIR}/train/torch/main.cpp)
if(SEGME_TRAIN AND TARGET party_torch AND SEGME_TRAIN_MAIN)
  target_link_libraries(segme_train PRIVATE CLI11::CLI11)
  # LibTorch's headers take 25 of the 40 seconds that a file with them is compiled; all other files do without.
  target_precompile_headers(segme_train PRIVATE <torch/torch.h>)
  get_target_property(sources segme_train SOURCES)
  list(FILTER sources EXCLUDE REGEX "/torch/")
  set_source_files_properties(${sources} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  add_executable(segme-train ${SEGME_TRAIN_MAIN})
  target_link_libraries(segme-train PRIVATE segme_train party_torch CLI11::CLI11 nlohmann_json::nlohmann_json)
  install(TARGETS segme-train RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

if(TARGET segme)
  include(${CMAKE_CURRENT_LIST_DIR}/manuals.cmake)
endif()
