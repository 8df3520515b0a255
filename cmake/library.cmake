# libsegme: the C face as a shared library, with header, CMake package and pkg-config file. There is no static one yet.
# Only segme_* is seen from outside.
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
