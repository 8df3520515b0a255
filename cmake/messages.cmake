# Messages of ONNX and Core ML files: generated from our description of each format, compiled without our warnings.
foreach(party onnx coreml)
  if(NOT TARGET party_${party})
    continue()
  endif()
  set(proto ${CMAKE_SOURCE_DIR}/net/${party}/${party}.proto)
  set(folder ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${folder}/${party}.pb.cc ${folder}/${party}.pb.h
    COMMAND protobuf::protoc --cpp_out=${folder} -I ${CMAKE_SOURCE_DIR}/net/${party} ${proto}
    DEPENDS ${proto})
  add_library(segme_${party}_messages STATIC ${folder}/${party}.pb.cc)
  target_include_directories(segme_${party}_messages SYSTEM PUBLIC ${folder})
  target_link_libraries(segme_${party}_messages PUBLIC party_${party})
  target_link_libraries(segme_net PRIVATE segme_${party}_messages)
endforeach()
