# One interface target carries warnings and sanitizers; it is linked only inside the build, so
# nothing of it leaks into the installed package.
add_library(nd_flags INTERFACE)
target_compile_definitions(nd_flags INTERFACE _POSIX_C_SOURCE=200809L _FILE_OFFSET_BITS=64)
target_compile_options(nd_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wcast-qual -Wformat=2 -Wundef
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes;-Wmissing-prototypes>
    $<$<BOOL:${ND_WERROR}>:-Werror>
    # Clang would join a product and a sum where the processor can (arm64), and round once: other results.
    -ffp-contract=off)
if(NOT ND_SIMD)
    target_compile_definitions(nd_flags INTERFACE ND_NO_SIMD)
endif()
target_include_directories(nd_flags INTERFACE
    ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)
if(ND_SANITIZE)
    target_compile_options(nd_flags INTERFACE
        -fsanitize=${ND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(nd_flags INTERFACE -fsanitize=${ND_SANITIZE})
endif()
if(ND_FUZZ)
    target_compile_options(nd_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
