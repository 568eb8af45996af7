#!/bin/sh
# Installs a build into a fresh prefix and builds and runs a C program against it, by
# pkg-config and by find_package, with the shared and the static library.
# Usage: check_install.sh CMAKE BUILD_DIR SOURCE_DIR C_COMPILER VERSION
set -eu
cmake=$1 build=$2 source=$3 cc=$4 version=$5
consumer=$source/tests/install/consumer

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "check_install: $*" >&2
    exit 1
}
check_version() {
    got=$("$@") || fail "$* failed"
    [ "$got" = "$version" ] || fail "$* printed '$got', expected '$version'"
}

"$cmake" --install "$build" --prefix "$work/built" >"$work/install.log" ||
    { cat "$work/install.log" >&2; fail "could not install"; }
# What is installed must not depend on where it was installed to.
mv "$work/built" "$work/prefix"
prefix=$work/prefix

(cd "$prefix/include/neardup" && ls) | sort >"$work/headers"
(cd "$source/include/neardup" && ls ./*.h) | sed 's/^..//' >"$work/expected"
echo version.h >>"$work/expected"
sort "$work/expected" | diff - "$work/headers" >&2 || fail "other headers than the public ones"
[ "$(ls "$prefix/include")" = neardup ] || fail "headers outside include/neardup"
# A path of the build starts where no other path goes on: the tree may lie in /neardup.
quote_path() {
    printf '%s' "$1" | sed 's/[][\\.*^$+?(){}|]/\\&/g'
}
path_of_build="(^|-[IL]|[^A-Za-z0-9_./}-])($(quote_path "$source")|$(quote_path "$build"))(/|[^A-Za-z0-9_.-]|\$)"
if grep -rlE "$path_of_build" "$prefix"/lib*/*/neardup* "$prefix"/lib*/pkgconfig \
    "$prefix"/lib*/cmake 2>/dev/null; then
    fail "paths of the build in what is installed"
fi
if grep -rn -e nd_flags -e Wshadow "$prefix"/lib*/ --include='*.cmake' --include='*.pc'; then
    fail "flags of the build in what is installed"
fi

library=$(dirname "$(find "$prefix" -name libneardup.a)")
PKG_CONFIG_PATH=$library/pkgconfig
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion neardup)" = "$version" ] || fail "wrong version in neardup.pc"
# shellcheck disable=SC2046 # the flags are words
"$cc" -o "$work/pc_shared" "$consumer/consumer.c" $(pkg-config --cflags --libs neardup)
LD_LIBRARY_PATH=$library check_version "$work/pc_shared"
# shellcheck disable=SC2046
"$cc" -o "$work/pc_static" "$consumer/consumer.c" \
    $(pkg-config --static --cflags --libs neardup | sed 's/-lneardup/-l:libneardup.a/')
check_version "$work/pc_static"

"$cmake" -G Ninja -S "$consumer" -B "$work/build" -DCMAKE_C_COMPILER="$cc" -DWANTED_VERSION="$version" \
    -DCMAKE_PREFIX_PATH="$prefix" >"$work/log" 2>&1 &&
    "$cmake" --build "$work/build" >>"$work/log" 2>&1 || { cat "$work/log" >&2; fail "find_package"; }
check_version "$work/build/with_shared"
check_version "$work/build/with_static"

if [ -x "$prefix/bin/neardup" ]; then
    "$prefix/bin/neardup" --version >/dev/null || fail "the installed command does not run"
fi
echo "installed and used: version $version"
