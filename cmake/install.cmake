# `ninja install`: the programs, the vendor's profiles and calendars, and the unit files. The
# operator's own files in /etc/hentra are never touched.
include(GNUInstallDirs)
foreach(program hentrad hentractl)
	if(TARGET ${program})
		install(TARGETS ${program} DESTINATION
			$<IF:$<STREQUAL:${program},hentrad>,${CMAKE_INSTALL_SBINDIR},${CMAKE_INSTALL_BINDIR}>)
	endif()
endforeach()
install(DIRECTORY config/profiles config/calendar config/schema
	DESTINATION ${CMAKE_INSTALL_DATADIR}/hentra
	FILES_MATCHING PATTERN "*.profile" PATTERN "*.md" PATTERN "*.conf" PATTERN "*.json")
install(FILES config/hentra.conf config/communes.csv config/procedures.csv
	DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
file(GLOB units ${CMAKE_SOURCE_DIR}/systemd/*.service ${CMAKE_SOURCE_DIR}/systemd/*.socket)
install(FILES ${units} DESTINATION lib/systemd/system)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
