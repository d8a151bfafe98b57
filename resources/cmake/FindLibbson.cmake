# libbson 1.x: Debian 12 and Ubuntu 24.04 ship the pkg-config file libbson-1.0.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_LIBBSON QUIET IMPORTED_TARGET libbson-1.0)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libbson REQUIRED_VARS PC_LIBBSON_LINK_LIBRARIES VERSION_VAR PC_LIBBSON_VERSION)
if(Libbson_FOUND AND NOT TARGET Libbson::Libbson)
    add_library(Libbson::Libbson ALIAS PkgConfig::PC_LIBBSON)
endif()
