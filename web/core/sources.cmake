# SEGME_CORE_SOURCES: the files of src/ that a client with its own engine and decoders needs (page, phone). `root` is the
# folder of src/. absent.cpp takes the place of what is left out.
file(GLOB_RECURSE SEGME_CORE_SOURCES CONFIGURE_DEPENDS ${root}/src/refine/*.cpp ${root}/src/render/*.cpp
     ${root}/src/capi/*.cpp)
list(FILTER SEGME_CORE_SOURCES EXCLUDE REGEX "/opencv/")
foreach(file base/components base/error base/kind base/notice base/number base/options base/resize base/resize_kernels
             base/resize_lines base/resize_plain base/yuv base/yuv_kernels base/workers base/memory
             infer/model_card infer/net_segmenter infer/matte_reader infer/tensorise pipeline pipeline/still
             recipe/background recipe/chain_option recipe/read_model_card recipe/read_recipe recipe/recipe
             sink/fill_hidden)
  list(APPEND SEGME_CORE_SOURCES ${root}/src/${file}.cpp)
endforeach()
list(APPEND SEGME_CORE_SOURCES ${root}/web/core/absent.cpp)
