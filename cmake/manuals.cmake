# Manual pages and the completion of shells: the built programs print them from their option tables, `cmake --install` puts
# them where man, bash, zsh and fish look.
set(SEGME_MANUALS_FOLDER ${CMAKE_BINARY_DIR}/manuals)
set(SEGME_MANUALS_STAMP ${SEGME_MANUALS_FOLDER}/stamp)
set(SEGME_MANUALS_PROGRAMS segme segme-media)
if(TARGET segme-train)
  list(APPEND SEGME_MANUALS_PROGRAMS segme-train)
endif()
add_custom_command(
  OUTPUT ${SEGME_MANUALS_STAMP}
  COMMAND ${CMAKE_SOURCE_DIR}/tools/manuals.sh $<TARGET_FILE_DIR:segme> ${SEGME_MANUALS_FOLDER}
  COMMAND ${CMAKE_COMMAND} -E touch ${SEGME_MANUALS_STAMP}
  DEPENDS ${SEGME_MANUALS_PROGRAMS} ${CMAKE_SOURCE_DIR}/tools/manuals.sh
  COMMENT "Writing manual pages and completion"
  VERBATIM)
add_custom_target(manuals ALL DEPENDS ${SEGME_MANUALS_STAMP})
install(DIRECTORY ${SEGME_MANUALS_FOLDER}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} OPTIONAL)
install(FILES ${SEGME_MANUALS_FOLDER}/segme.bash RENAME segme
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions OPTIONAL)
install(FILES ${SEGME_MANUALS_FOLDER}/_segme DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions OPTIONAL)
install(FILES ${SEGME_MANUALS_FOLDER}/segme.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d OPTIONAL)
