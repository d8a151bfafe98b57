# xxHash has a pkg-config file only (libxxhash-dev).
find_package(PkgConfig QUIET)
pkg_check_modules(PC_XXHASH QUIET IMPORTED_TARGET libxxhash)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(XxHash REQUIRED_VARS PC_XXHASH_LINK_LIBRARIES VERSION_VAR PC_XXHASH_VERSION)
if(XxHash_FOUND AND NOT TARGET XxHash::XxHash)
    add_library(XxHash::XxHash ALIAS PkgConfig::PC_XXHASH)
endif()
