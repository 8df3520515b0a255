# TFLite tables: the header that flatc makes of our description of the format, included without our warnings.
if(TARGET party_tflite)
  set(tflite_schema ${CMAKE_SOURCE_DIR}/net/tflite/tflite.fbs)
  set(tflite_folder ${CMAKE_BINARY_DIR}/generated/tflite)
  file(MAKE_DIRECTORY ${tflite_folder})
  add_custom_command(
    OUTPUT ${tflite_folder}/tflite_generated.h
    COMMAND ${SEGME_FLATC} --cpp --gen-object-api --scoped-enums -o ${tflite_folder} ${tflite_schema}
    DEPENDS ${tflite_schema})
  add_custom_target(segme_tflite_tables DEPENDS ${tflite_folder}/tflite_generated.h)
  add_dependencies(segme_net segme_tflite_tables)
  target_include_directories(party_tflite SYSTEM INTERFACE ${tflite_folder})
endif()
