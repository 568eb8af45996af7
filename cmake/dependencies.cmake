find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
# The one list of pkg-config modules; neardup.pc and neardupConfig.cmake are made from it. The
# targets carry a prefix so that they cannot meet another project's.
set(ND_PKG_CONFIG_MODULES
    libxxhash libdivsufsort libdivsufsort64 simdjson libutf8proc libzstd zlib libisal libpsl gumbo uchardet
    libbrotlidec)
set(ND_DEPENDENCIES Threads::Threads m)
foreach(module IN LISTS ND_PKG_CONFIG_MODULES)
    pkg_check_modules(neardup_${module} REQUIRED IMPORTED_TARGET ${module})
    list(APPEND ND_DEPENDENCIES PkgConfig::neardup_${module})
endforeach()
# What g++ or clang++ would add when it links: stdc++ or c++.
set(ND_CXX_RUNTIME ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
list(FILTER ND_CXX_RUNTIME INCLUDE REGEX "^(stdc\\+\\+|c\\+\\+)$")
list(REMOVE_DUPLICATES ND_CXX_RUNTIME)
if(ND_BUILD_TESTS)
    pkg_check_modules(CHECK REQUIRED IMPORTED_TARGET check)
endif()
