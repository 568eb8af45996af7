# Installs the libraries, the public headers, the command, the man pages, and what lets others
# find them: neardup.pc and neardupConfig.cmake.
include(CMakePackageConfigHelpers)

if(ND_SANITIZE OR ND_FUZZ)
    install(CODE "message(FATAL_ERROR \"a sanitized build is for tests and is not installed\")")
endif()

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/neardup)

# Two export sets: who links the shared library needs none of the libraries behind it.
install(TARGETS nd_shared EXPORT neardupTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS nd_static EXPORT neardupStaticTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT neardupTargets NAMESPACE neardup:: DESTINATION ${config_dir})
install(EXPORT neardupStaticTargets NAMESPACE neardup:: DESTINATION ${config_dir})

file(GLOB public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/neardup/*.h)
install(FILES ${public_headers} ${PROJECT_BINARY_DIR}/include/neardup/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/neardup)

# It is compiled in; installed as the form that --credits takes.
install(FILES ${PROJECT_SOURCE_DIR}/data/credits.txt
        DESTINATION ${CMAKE_INSTALL_DATADIR}/neardup)

set(ND_STATIC_LOOKUPS "")
foreach(module IN LISTS ND_PKG_CONFIG_MODULES)
    string(APPEND ND_STATIC_LOOKUPS
           "        pkg_check_modules(neardup_${module} QUIET IMPORTED_TARGET ${module})\n"
           "        if(NOT TARGET PkgConfig::neardup_${module})\n"
           "            string(APPEND neardup_missing \" ${module}\")\n"
           "        endif()\n")
endforeach()
configure_package_config_file(cmake/neardupConfig.cmake.in neardupConfig.cmake
                              INSTALL_DESTINATION ${config_dir}
                              NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(neardupConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/neardupConfig.cmake
              ${PROJECT_BINARY_DIR}/neardupConfigVersion.cmake
        DESTINATION ${config_dir})

# neardup.pc finds the prefix from its own place, so that `cmake --install --prefix` and moved
# trees work.
set(pc_dir ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH up ${pc_dir} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" up "${up}")
set(ND_PC_PREFIX "\${pcfiledir}/${up}")
foreach(name LIBDIR INCLUDEDIR)
    if(IS_ABSOLUTE "${CMAKE_INSTALL_${name}}")
        set(ND_PC_${name} "${CMAKE_INSTALL_${name}}")
    else()
        set(ND_PC_${name} "\${prefix}/${CMAKE_INSTALL_${name}}")
    endif()
endforeach()
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
    set(ND_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
endif()
list(JOIN ND_PKG_CONFIG_MODULES " " ND_PC_REQUIRES)
list(TRANSFORM ND_CXX_RUNTIME PREPEND "-l" OUTPUT_VARIABLE ND_PC_LIBS)
list(APPEND ND_PC_LIBS -lm ${CMAKE_THREAD_LIBS_INIT})
list(JOIN ND_PC_LIBS " " ND_PC_LIBS)
configure_file(cmake/neardup.pc.in neardup.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/neardup.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(TARGET neardup)
    file(RELATIVE_PATH to_libraries ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
    if(NOT APPLE)
        set_target_properties(neardup PROPERTIES INSTALL_RPATH "$ORIGIN/${to_libraries}")
    endif()
    install(TARGETS neardup RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

if(ND_BUILD_MAN)
    foreach(section 1 3 5 7)
        install(DIRECTORY ${PROJECT_BINARY_DIR}/man/
                DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section}
                FILES_MATCHING PATTERN "*.${section}" PATTERN CMakeFiles EXCLUDE)
    endforeach()
endif()
