# Sourced by the scripts beside it: the cache, the pinned versions, and how a peer that cannot be had is reported.
# Each script prints the path of its peer's executable as its only line on standard output; all else goes to standard error.

set -o errexit -o nounset -o pipefail

peers_directory="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=versions.env
source "${peers_directory}/versions.env"

cache_directory="${XDG_CACHE_HOME:-${HOME}/.cache}/postern"
mkdir --parents "${cache_directory}"

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

need_command() {
    command -v "$1" > /dev/null || fail "$2"
}

# Two builds of one peer at once would trip over each other: the second waits, then finds the first one's result.
lock() {
    exec 9> "${cache_directory}/$1.lock"
    flock 9
}

# debian_package COMMAND PACKAGE: finds the command, or installs Debian's package where that is possible.
debian_package() {
    local command="$1" package="$2"
    if ! command -v "${command}" > /dev/null; then
        lock apt
        if ! command -v "${command}" > /dev/null; then
            install_debian_package "${command}" "${package}"
        fi
    fi
    command -v "${command}"
}

install_debian_package() {
    local command="$1" package="$2"
    need_command apt-get "${command} is not installed, and this is no Debian: install it with the package manager of this system"
    [ "$(id --user)" = 0 ] || fail "${command} is not installed: run 'apt-get install ${package}' as root"
    {
        apt-get update --quiet --quiet
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends "${package}"
    } >&2 || fail "Debian's package ${package} could not be installed; see the lines above"
}

# java_peer NAME JAVA OPTION...: a program that starts peers/jssepeer with this java and these options, compiled for Java 17 by the JDK that
# builds Postern.
java_peer() {
    local name="$1" java="$2"
    shift 2
    local compiler source sum home
    compiler="$(dirname "$("${peers_directory}/../../bin/find-java")")/javac"
    source="${peers_directory}/jssepeer/JssePeer.java"
    sum="$(cat "${source}" <(echo "${java}" "$@") | sha256sum | cut --characters=1-12)"
    home="${cache_directory}/jssepeer-${name}-${sum}"
    if [ ! -x "${home}/peer" ]; then
        lock "jssepeer-${name}"
        mkdir --parents "${home}"
        "${compiler}" --release 17 -d "${home}" "${source}" >&2 || fail "the JSSE peer did not compile; see the lines above"
        # Short runs: what a long one would gain from a better compiler and collector, these only pay for.
        printf '#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m %s JssePeer "$@"\n' \
            "${java}" "-cp ${home}${PEER_CLASS_PATH:+:${PEER_CLASS_PATH}} $*" > "${home}/peer.new"
        chmod +x "${home}/peer.new"
        mv "${home}/peer.new" "${home}/peer"
    fi
    echo "${home}/peer"
}

# download_crate FOLDER NAME VERSION SHA256: the crate's files, in FOLDER/vendor/NAME.
download_crate() {
    need_command cargo "needs cargo to download $2 $3: install Rust"
    mkdir --parents "$1/src"
    touch "$1/src/lib.rs"
    printf '[package]\nname = "peer"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n%s = "=%s"\n' "$2" "$3" > "$1/Cargo.toml"
    (cd "$1" && cargo vendor --quiet vendor > /dev/null) >&2 || fail "cargo could not download $2 $3"
    # cargo checked the files against this sum; what is left is that it is the sum we know.
    grep --quiet "\"package\":\"$4\"" "$1/vendor/$2/.cargo-checksum.json" || fail "$2 $3 does not have the checksum of versions.env"
}

# debian_library NAME PACKAGE: sees to it that pkg-config finds the library, by Debian's package where that is possible.
debian_library() {
    need_command cc "needs a C compiler for the program around $1: install gcc"
    debian_package pkg-config pkgconf > /dev/null
    if ! pkg-config --exists "$1"; then
        lock apt
        install_debian_package "the library $1" "$2"
    fi
}

# c_peer NAME SOURCE FLAG...: a program of peers/cpeer, rebuilt when it or the library changes.
c_peer() {
    local name="$1" source="${peers_directory}/cpeer/$2" compiler=cc sum peer
    shift 2
    if [[ "${source}" == *.cc ]]; then compiler=c++; fi
    sum="$(cat "${source}" "${peers_directory}/cpeer/peer.h" <(echo "$@") | sha256sum | cut --characters=1-12)"
    peer="${cache_directory}/peer-${name}-${sum}"
    if [ ! -x "${peer}" ]; then
        lock "peer-${name}"
        # The source comes before the libraries that it needs.
        "${compiler}" -O1 -w -o "${peer}.new" "${source}" "$@" >&2 || fail "the program around ${name} did not compile; see the lines above"
        mv "${peer}.new" "${peer}"
    fi
    echo "${peer}"
}

# rust_peer NAME CRATE: a program of peers/rustpeer around this crate, rebuilt when it or a version in Cargo.lock changes. cargo checks what it
# downloads against the sums there.
rust_peer() {
    local name="$1" crate="$2" source="${peers_directory}/rustpeer" version sum peer
    need_command cargo "needs cargo to build the program around $1: install Rust"
    version="$(sed --quiet "/^name = \"${crate}\"\$/{n;s/^version = \"\(.*\)\"/\1/p}" "${source}/Cargo.lock")"
    sum="$(cat "${source}/Cargo.toml" "${source}/Cargo.lock" "${source}/src/peer.rs" "${source}/src/${name}.rs" | sha256sum | cut --characters=1-12)"
    peer="${cache_directory}/peer-${name}-${version}-${sum}"
    if [ ! -x "${peer}" ]; then
        lock rustpeer
        echo "building the program around ${name} ${version}" >&2
        # The libraries stay there, so that only the program itself is built again when it alone changes.
        (cd "${source}" && LIBRARY_VERSION="${version}" cargo build --quiet --release --locked --features "${name}" --bin "${name}-peer" \
            --target-dir "${cache_directory}/rustpeer") >&2 || fail "the program around ${name} did not build; see the lines above"
        cp "${cache_directory}/rustpeer/release/${name}-peer" "${peer}.new"
        mv "${peer}.new" "${peer}"
    fi
    echo "${peer}"
}
