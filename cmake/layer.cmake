# hentra_layer(NAME MAY_INCLUDE <layers> LIBRARIES <outside libraries>)
#
# A layer is a folder of daemon/ and a static library. It is compiled with ONE include root,
# ${build}/layers/NAME, which holds a link for the layer itself and for each layer it may include:
# an include of anything else does not compile. The list of calls in daemon/CMakeLists.txt is
# therefore the architecture diagram.
function(hentra_layer NAME)
	cmake_parse_arguments(LAYER "" "" "MAY_INCLUDE;LIBRARIES" ${ARGN})
	set(root ${CMAKE_BINARY_DIR}/layers/${NAME})
	file(MAKE_DIRECTORY ${root})
	foreach(seen ${NAME} ${LAYER_MAY_INCLUDE})
		file(CREATE_LINK ${CMAKE_SOURCE_DIR}/daemon/${seen} ${root}/${seen} SYMBOLIC)
	endforeach()
	file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/daemon/${NAME}/*.c)
	if(NOT sources)
		set(sources ${CMAKE_SOURCE_DIR}/cmake/empty.c)
	endif()
	add_library(hentra_${NAME} STATIC ${sources})
	target_include_directories(hentra_${NAME} BEFORE PRIVATE ${root})
	target_link_libraries(hentra_${NAME} PRIVATE hentra_flags)
	foreach(seen ${LAYER_MAY_INCLUDE})
		target_link_libraries(hentra_${NAME} PUBLIC hentra_${seen})
	endforeach()
	target_link_libraries(hentra_${NAME} PUBLIC ${LAYER_LIBRARIES})
	set_property(TARGET hentra_${NAME} PROPERTY HENTRA_ROOT ${root})
endfunction()
