# ONNX messages: generated from our description of the format, compiled without our warnings.
if(TARGET party_onnx)
  set(onnx_proto ${CMAKE_SOURCE_DIR}/net/onnx/onnx.proto)
  set(onnx_folder ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${onnx_folder})
  add_custom_command(
    OUTPUT ${onnx_folder}/onnx.pb.cc ${onnx_folder}/onnx.pb.h
    COMMAND protobuf::protoc --cpp_out=${onnx_folder} -I ${CMAKE_SOURCE_DIR}/net/onnx ${onnx_proto}
    DEPENDS ${onnx_proto})
  add_library(segme_onnx_messages STATIC ${onnx_folder}/onnx.pb.cc)
  target_include_directories(segme_onnx_messages SYSTEM PUBLIC ${onnx_folder})
  target_link_libraries(segme_onnx_messages PUBLIC party_onnx)
  target_link_libraries(segme_net PRIVATE segme_onnx_messages)
endif()
