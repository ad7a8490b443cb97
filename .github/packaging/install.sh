#!/bin/sh
# Installs mend for one person, without Rust and without the rights of root:
#
#   curl -fsSL URL/install.sh | sh -s -- URL
#
# URL is the folder that holds this script and the archives beside it. Everything goes to ~/.local (or to $PREFIX): the
# program to bin/, manual pages, completions and licences to share/. The archive is installed only if its checksum is right.
# The checksum comes from the same folder, so it finds damaged downloads; it is not a signature.
#
# It does not change the PATH or any file that it did not bring. To remove mend, delete bin/mend, share/doc/mend-guide and
# share/man/man1/mend*.1.
set -eu

stop() {
  printf 'error: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '  = help: %s\n' "$2" >&2
  exit 1
}

# The platform's name, as the archives have it.
platform() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) echo x86_64-unknown-linux-gnu ;;
    Linux-aarch64) echo aarch64-unknown-linux-gnu ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    *) stop "there is no archive for this platform ($(uname -s) on $(uname -m))" 'build mend from its sources: cargo install --profile dist --path .' ;;
  esac
}

# fetch URL FILE
fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    stop 'neither curl nor wget is installed' 'install one of them'
  fi || stop "$1 could not be downloaded" 'check the address that follows "sh -s --"'
}

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Called on the last line, so that half a script does nothing.
main() {
  [ $# -eq 1 ] || stop 'the address of the folder with the archives is missing' 'curl -fsSL URL/install.sh | sh -s -- URL'
  prefix=${PREFIX:-$HOME/.local}
  archive=mend-$(platform).tar.gz
  if [ "$(uname -s)" = Linux ] && ! getconf GNU_LIBC_VERSION >/dev/null 2>&1; then
    stop 'this system has another C library than glibc, which the archive needs' 'build mend from its sources: cargo install --profile dist --path .'
  fi
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  fetch "$1/$archive" "$folder/$archive"
  fetch "$1/$archive.sha256" "$folder/sum"
  wanted=$(cut -d ' ' -f 1 "$folder/sum")
  found=$(checksum "$folder/$archive")
  [ "$wanted" = "$found" ] || stop "$archive has another checksum ($found) than it should ($wanted); nothing was installed" \
    'download it again; if that does not help, tell those who run the host'
  mkdir -p "$prefix"
  tar -xzf "$folder/$archive" -C "$prefix" --strip-components=1
  printf 'Installed %s as %s\n' "$("$prefix/bin/mend" --version)" "$prefix/bin/mend"
  case :$PATH: in
    *":$prefix/bin:"*) ;;
    *) printf 'Your shell does not look there yet. Add this line to its start-up file, such as ~/.profile:\n  export PATH="%s/bin:$PATH"\n' "$prefix" ;;
  esac
}

main "$@"
