# shellcheck shell=bash
# What app/run and tests/run share: installing the packages that are missing, and building a preset. To be sourced, never run.

# The names are the same in Debian 12 and Ubuntu 24.04.
# shellcheck disable=SC2034  # used by the scripts that source this file
PB_BUILD_PACKAGES=(
    g++ cmake ninja-build pkgconf
    qt6-base-dev qt6-svg-dev libqscintilla2-qt6-dev
    libsqlite3-dev zlib1g-dev rapidjson-dev libbson-dev libxxhash-dev libxlsxwriter-dev
    fonts-dejavu-core
)
# For the tests only: locales to compile, tools that tests drive from outside.
# shellcheck disable=SC2034
PB_TEST_PACKAGES=(locales strace sqlite3)

say() { printf '%s\n' "$*" >&2; }

# Whether dpkg knows the package as installed, also under another name that provides it.
is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_missing PACKAGE…: installs what is missing and nothing else. Needs root or sudo only if something is.
install_missing() {
    local package missing=() as_root=()
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        say "This system has no apt-get, so nothing is installed. The build needs what Debian 12 calls: $*"
        return 0
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "These packages are missing: ${missing[*]}"
            say "There is neither root nor sudo here. Please let somebody run: apt-get install --no-install-recommends ${missing[*]}"
            return 1
        fi
        as_root=(sudo)
        # Without a terminal nobody can type a password, so fail instead of waiting.
        [ -t 0 ] || as_root+=(-n)
    fi
    say "Installing: ${missing[*]}"
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 -qq update </dev/null >&2 || say "The package lists could not be refreshed; going on with those that are here."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "${missing[@]}" </dev/null >&2 || {
        say "The packages could not be installed (see above). Please install them by hand: ${missing[*]}"
        return 1
    }
}

# build_preset ROOT PRESET: configures and builds, quietly while all goes well.
build_preset() {
    local root=$1 preset=$2 options=()
    if command -v ccache >/dev/null 2>&1; then
        options=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        # Lets another checkout of the same sources find the same objects; the rest is what precompiled headers need.
        export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
    fi
    mkdir -p "$root/build/$preset"
    say "Configuring and building preset $preset …"
    (
        cd "$root" || exit 1
        cmake --preset "$preset" "${options[@]}" >"build/$preset/configure.log" 2>&1 || {
            cat "build/$preset/configure.log" >&2
            exit 1
        }
        cmake --build --preset "$preset" >&2
    )
}
