# `ninja install`: the programs, their manual pages and completions, the vendor's profiles and
# calendars, and what the service manager reads. The operator's own files in /etc/hentra are never
# touched, and everything stays below CMAKE_INSTALL_PREFIX. The package (packaging/build-deb) is made
# from the same rules.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

install(TARGETS hentrad DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(TARGETS hentractl DESTINATION ${CMAKE_INSTALL_BINDIR})

# hentra_printed(FILE FOLDER COMMAND…): what a program prints becomes an installed file.
set(printed "")
function(hentra_printed FILE FOLDER)
	set(path ${CMAKE_BINARY_DIR}/printed/${FILE})
	get_filename_component(into ${path} DIRECTORY)
	file(MAKE_DIRECTORY ${into})
	set(read "") # files it is made from; a program of the build is known to CMake itself
	foreach(word ${ARGN})
		if(EXISTS ${word})
			list(APPEND read ${word})
		endif()
	endforeach()
	add_custom_command(OUTPUT ${path} COMMAND ${ARGN} > ${path}.new
		COMMAND ${CMAKE_COMMAND} -E rename ${path}.new ${path} DEPENDS ${read} VERBATIM)
	install(FILES ${path} DESTINATION ${FOLDER})
	set(printed ${printed} ${path} PARENT_SCOPE)
endfunction()
set(man ${CMAKE_INSTALL_MANDIR})
hentra_printed(hentrad.8 ${man}/man8 hentrad --manual)
hentra_printed(hentractl.1 ${man}/man1 hentractl help --manual)
hentra_printed(hentra.conf.5 ${man}/man5 hentractl help --manual hentra.conf)
hentra_printed(hentra.7 ${man}/man7 hentractl help --manual hentra)
hentra_printed(hentra-profile.5 ${man}/man5 ${Python3_EXECUTABLE}
	${CMAKE_SOURCE_DIR}/packaging/profile-manual ${CMAKE_SOURCE_DIR}/config/profiles/README.md)
hentra_printed(bash/hentractl ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
	hentractl help --completion bash)
hentra_printed(zsh/_hentractl ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions
	hentractl help --completion zsh)
add_custom_target(printed ALL DEPENDS ${printed})

install(DIRECTORY config/profiles config/calendar config/schema
	DESTINATION ${CMAKE_INSTALL_DATADIR}/hentra
	FILES_MATCHING PATTERN "*.profile" PATTERN "*.conf" PATTERN "*.json")

# Debian's tools look for units outside /usr.
set(HENTRA_UNIT_DIR lib/systemd/system CACHE STRING "Where systemd's units go")
file(READ systemd/hentra.service unit)
string(REPLACE "/usr/sbin/hentrad" "${CMAKE_INSTALL_FULL_SBINDIR}/hentrad" unit "${unit}")
string(REPLACE "/usr/bin/hentractl" "${CMAKE_INSTALL_FULL_BINDIR}/hentractl" unit "${unit}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/hentra.service CONTENT "${unit}" @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS systemd/hentra.service)
install(FILES ${CMAKE_BINARY_DIR}/hentra.service systemd/hentra.socket
	DESTINATION ${HENTRA_UNIT_DIR})
install(FILES systemd/hentra.sysusers DESTINATION lib/sysusers.d RENAME hentra.conf)
install(FILES systemd/hentra.tmpfiles DESTINATION lib/tmpfiles.d RENAME hentra.conf)
install(FILES systemd/hentra.catalog systemd/hentra.vi.catalog DESTINATION lib/systemd/catalog)

install(FILES config/hentra.conf config/communes.csv config/procedures.csv
	DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES README.md CHANGELOG.md SECURITY.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY packaging/doc/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
