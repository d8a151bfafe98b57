# libxlsxwriter: Debian 12 and Ubuntu 24.04 ship a pkg-config file.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_XLSXWRITER QUIET IMPORTED_TARGET xlsxwriter)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(XlsxWriter REQUIRED_VARS PC_XLSXWRITER_LINK_LIBRARIES VERSION_VAR PC_XLSXWRITER_VERSION)
if(XlsxWriter_FOUND AND NOT TARGET XlsxWriter::XlsxWriter)
    add_library(XlsxWriter::XlsxWriter ALIAS PkgConfig::PC_XLSXWRITER)
endif()
