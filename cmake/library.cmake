# libsegme: the C face as a shared and a static library, with header, CMake package and pkg-config file. Of the shared one
# only segme_* is seen from outside; the static one wants the third parties' libraries, which both files list.
include(CMakePackageConfigHelpers)

set(SEGME_LIBRARY_LAYERS capi recipe pipeline sink render refine infer capture base)
set(SEGME_SOVERSION ${PROJECT_VERSION_MAJOR})

add_library(libsegme SHARED ${CMAKE_SOURCE_DIR}/cmake/empty.c)
foreach(layer ${SEGME_LIBRARY_LAYERS})
  list(APPEND SEGME_LIBRARY_TARGETS segme_${layer})
endforeach()
# Every function of the face is wanted, nothing else is asked for by name.
target_link_libraries(libsegme PRIVATE -Wl,--whole-archive segme_capi -Wl,--no-whole-archive ${SEGME_LIBRARY_TARGETS})
set_target_properties(libsegme PROPERTIES
  OUTPUT_NAME segme VERSION ${PROJECT_VERSION} SOVERSION ${SEGME_SOVERSION} LINKER_LANGUAGE CXX
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/libsegme.map)
target_link_options(libsegme PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/libsegme.map -Wl,--no-undefined)

# The same layers as one archive.
add_library(libsegme_static STATIC ${CMAKE_SOURCE_DIR}/cmake/empty.c)
set_target_properties(libsegme_static PROPERTIES OUTPUT_NAME segme)
foreach(target ${SEGME_LIBRARY_TARGETS})
  target_sources(libsegme_static PRIVATE $<TARGET_OBJECTS:${target}>)
endforeach()
if(TARGET segme_embedded)
  target_sources(libsegme_static PRIVATE $<TARGET_OBJECTS:segme_embedded>)
endif()

# segme_link_words(ITEM...): adds to `words` what a linker is told for targets, files and names, each once.
function(segme_link_words)
  foreach(item ${ARGN})
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" item "${item}")
    if(TARGET ${item})
      if(item IN_LIST seen)
        continue()
      endif()
      list(APPEND seen ${item})
      get_target_property(kind ${item} TYPE)
      if(NOT kind STREQUAL "INTERFACE_LIBRARY" AND NOT item MATCHES "^segme_")
        get_target_property(file ${item} LOCATION)
        list(APPEND words ${file})
      endif()
      foreach(property INTERFACE_LINK_LIBRARIES INTERFACE_LINK_OPTIONS)
        get_target_property(below ${item} ${property})
        if(below)
          segme_link_words(${below})
        endif()
      endforeach()
    elseif(item MATCHES "^[-/]")
      list(APPEND words ${item})
    elseif(item MATCHES "^[A-Za-z0-9_.+]+$")
      list(APPEND words -l${item})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES words)
  set(words ${words} PARENT_SCOPE)
  set(seen ${seen} PARENT_SCOPE)
endfunction()
set(words)
set(seen)
segme_link_words(${SEGME_LIBRARY_TARGETS})
list(TRANSFORM CMAKE_INSTALL_RPATH PREPEND "-Wl,-rpath," OUTPUT_VARIABLE rpaths)
set(SEGME_STATIC_WORDS ${words} ${rpaths} -lstdc++ -lm)
list(JOIN SEGME_STATIC_WORDS " " SEGME_STATIC_LIBS)

install(TARGETS libsegme_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS libsegme LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} NAMELINK_COMPONENT Development)
install(FILES ${CMAKE_SOURCE_DIR}/src/capi/segme.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
configure_file(${CMAKE_SOURCE_DIR}/cmake/segme.pc.in ${CMAKE_BINARY_DIR}/generated/segme.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/generated/segme.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/segme-config.cmake.in ${CMAKE_BINARY_DIR}/generated/segme-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/segme
                              PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/generated/segme-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/generated/segme-config.cmake ${CMAKE_BINARY_DIR}/generated/segme-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/segme)
