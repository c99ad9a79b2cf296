# `ninja install`: the programs, the vendor's profiles and calendars, and the unit files. The
# operator's own files in /etc/hentra are never touched.
include(GNUInstallDirs)
foreach(program hentrad hentractl)
	if(TARGET ${program})
		install(TARGETS ${program} DESTINATION
			$<IF:$<STREQUAL:${program},hentrad>,${CMAKE_INSTALL_SBINDIR},${CMAKE_INSTALL_BINDIR}>)
	endif()
endforeach()
install(DIRECTORY config/profiles config/calendar DESTINATION ${CMAKE_INSTALL_DATADIR}/hentra
	FILES_MATCHING PATTERN "*.profile" PATTERN "*.conf")
if(EXISTS ${CMAKE_SOURCE_DIR}/config/hentra.conf)
	install(FILES config/hentra.conf DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
endif()
file(GLOB units ${CMAKE_SOURCE_DIR}/systemd/*.service ${CMAKE_SOURCE_DIR}/systemd/*.socket)
install(FILES ${units} DESTINATION lib/systemd/system)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
