# Compiler settings that hold for every target, and the one way to declare a library of the program.

add_library(build_options INTERFACE)
target_include_directories(build_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(build_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    PB_VERSION="${PROJECT_VERSION}")
target_compile_options(build_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${PB_WARNINGS_AS_ERRORS}>:-Werror>)

if(PB_SANITIZE)
    add_compile_options(-fsanitize=${PB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PB_SANITIZE})
endif()

# add_part(NAME SOURCES … LINK …): one static library per folder, so that the linker checks the arrows between folders.
# A folder without sources yet becomes an interface library.
function(add_part name)
    cmake_parse_arguments(PART "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    if(PART_SOURCES)
        add_library(${name} STATIC ${PART_SOURCES})
        target_link_libraries(${name} PUBLIC build_options ${PART_LINK} PRIVATE ${PART_PRIVATE_LINK})
        target_precompile_headers(${name} PRIVATE <QByteArray> <QString> <QList> <QCoreApplication> <vector> <optional> <memory>)
    else()
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE build_options ${PART_LINK})
    endif()
endfunction()
