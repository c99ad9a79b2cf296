# One place for warnings, sanitizers and hardening: interface target `hentra_flags`.
add_library(hentra_flags INTERFACE)
target_compile_definitions(hentra_flags INTERFACE _GNU_SOURCE HENTRA_VERSION="${PROJECT_VERSION}")
target_compile_options(hentra_flags INTERFACE
	-Wall -Wextra -Wconversion -Wshadow -Werror
	-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wundef
	-Wformat=2 -Wimplicit-fallthrough -Wno-missing-field-initializers
	-fno-strict-aliasing -fno-common)
if(CMAKE_C_COMPILER_ID STREQUAL Clang)
	# what gcc's -Wconversion does not hold against enums, and tables of long strings
	target_compile_options(hentra_flags INTERFACE -Wno-sign-conversion -Wno-string-concatenation)
endif()
if(HENTRA_SANITIZE OR HENTRA_FUZZ)
	set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
	target_compile_options(hentra_flags INTERFACE ${sanitizers})
	target_link_options(hentra_flags INTERFACE ${sanitizers})
	if(HENTRA_FUZZ)
		target_compile_options(hentra_flags INTERFACE -fsanitize=fuzzer-no-link)
	endif()
else()
	target_compile_options(hentra_flags INTERFACE
		$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>
		-fstack-protector-strong -fstack-clash-protection -fPIE)
	target_link_options(hentra_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
