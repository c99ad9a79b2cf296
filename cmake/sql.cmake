# hentra_migrations(LAYER BACKEND): compiles daemon/LAYER/schema/BACKEND/NNNN_*.sql into the layer as
# `struct migration migrations_BACKEND[]` (store/schema/migration.h), in the order of their numbers.
function(hentra_migrations LAYER BACKEND)
	file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${LAYER}/schema/${BACKEND}/*.sql)
	list(SORT scripts)
	set(MIGRATIONS "")
	set(ROWS "")
	foreach(script ${scripts})
		set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${script})
		get_filename_component(name ${script} NAME_WE)
		file(READ ${script} bytes HEX)
		string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
		string(APPEND MIGRATIONS "static const unsigned char sql_${name}[] = {${bytes}0};\n")
		string(APPEND ROWS "\t{\"${name}\", (const char *)sql_${name}},\n")
	endforeach()
	list(LENGTH scripts count)
	set(generated ${CMAKE_BINARY_DIR}/generated/migrations_${BACKEND}.c)
	file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[/* Made by cmake/sql.cmake. */
#include "store/schema/migration.h"

@MIGRATIONS@
const struct migration migrations_@BACKEND@[] = {
@ROWS@};
const int migrations_@BACKEND@_count = @count@;
]])
	target_sources(hentra_${LAYER} PRIVATE ${generated})
endfunction()
