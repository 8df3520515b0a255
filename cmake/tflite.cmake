# TFLite tables: the headers that flatc makes of our descriptions of the format, included without our warnings.
if(TARGET party_tflite)
  set(tflite_folder ${CMAKE_BINARY_DIR}/generated/tflite)
  file(MAKE_DIRECTORY ${tflite_folder})
  set(tflite_headers)
  foreach(schema tflite metadata)
    set(tflite_schema ${CMAKE_SOURCE_DIR}/net/tflite/${schema}.fbs)
    list(APPEND tflite_headers ${tflite_folder}/${schema}_generated.h)
    add_custom_command(
      OUTPUT ${tflite_folder}/${schema}_generated.h
      COMMAND ${SEGME_FLATC} --cpp --gen-object-api --scoped-enums -o ${tflite_folder} ${tflite_schema}
      DEPENDS ${tflite_schema})
  endforeach()
  add_custom_target(segme_tflite_tables DEPENDS ${tflite_headers})
  add_dependencies(segme_net segme_tflite_tables)
  target_include_directories(party_tflite SYSTEM INTERFACE ${tflite_folder})
endif()
