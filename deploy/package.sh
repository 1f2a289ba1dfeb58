#!/bin/sh
# Builds the Debian package out of programs that are built already: package.sh PROGRAMS OUT
# In it: both programs, man pages in both languages, what shells complete, the service, the scripts for clusters, and an
# example of vanthu.toml. `make package` calls it.
set -eu

programs=${1:?usage: package.sh PROGRAMS OUT}
out=${2:?usage: package.sh PROGRAMS OUT}
here=$(cd "$(dirname "$0")/.." && pwd)

version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/Cargo.toml" | head -n 1)
architecture=$(dpkg --print-architecture)
tree=$out/tree
rm -rf "$tree"
mkdir -p "$tree/DEBIAN"

install -D -m 755 -t "$tree/usr/bin" "$programs/vanthu" "$programs/vanthu-ocr"
# Paths of the machine that built it say nothing to anybody.
strip "$tree/usr/bin/vanthu" "$tree/usr/bin/vanthu-ocr"
vanthu=$tree/usr/bin/vanthu

LC_ALL=C "$vanthu" manual --out "$tree/usr/share/man/man1"
"$vanthu" --lang vi manual --out "$tree/usr/share/man/vi/man1"
gzip -9 -n "$tree"/usr/share/man/man1/* "$tree"/usr/share/man/vi/man1/*

mkdir -p "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" \
    "$tree/usr/share/fish/vendor_completions.d"
"$vanthu" completions bash >"$tree/usr/share/bash-completion/completions/vanthu"
"$vanthu" completions zsh >"$tree/usr/share/zsh/vendor-completions/_vanthu"
"$vanthu" completions fish >"$tree/usr/share/fish/vendor_completions.d/vanthu.fish"

install -D -m 644 -t "$tree/usr/lib/systemd/system" "$here/deploy/vanthu-watch.service"
documents=$tree/usr/share/doc/vanthu
install -D -m 644 -t "$documents" "$here/README.md" "$here/README.vi.md" "$here/CHANGELOG.md"
install -D -m 644 "$here/LICENSE" "$documents/copyright"
# All options with what holds where nothing is set, each a comment.
"$vanthu" config | sed 's/^\([a-z]\)/# \1/' >"$documents/vanthu.toml.example"
install -D -m 644 -t "$documents/deploy" "$here/deploy/kubernetes-job.yaml" "$here/deploy/Containerfile"
install -D -m 755 -t "$documents/deploy" "$here/deploy/slurm-array.sh"

# The libraries that the worker links, by the packages that own them here.
libraries=$(ldd "$tree/usr/bin/vanthu-ocr" | sed -n 's/.*=> \([^ ]*\/lib\(tesseract\|lept\)[^ ]*\) .*/\1/p')
depends="libc6"
for library in $libraries; do
    owner=$(dpkg -S "$(readlink -f "$library")" "$library" 2>/dev/null | head -n 1 | sed 's/:.*//')
    depends="$depends${owner:+, $owner}"
done

cat >"$tree/DEBIAN/control" <<CONTROL
Package: vanthu
Version: $version
Architecture: $architecture
Maintainer: vanthu <vanthu@localhost>
Section: text
Priority: optional
Depends: $depends, tesseract-ocr, tesseract-ocr-vie
Installed-Size: $(du -sk "$tree" | cut -f 1)
Description: reads scanned Vietnamese administrative documents
 Turns scans of administrative documents into data: restored text, header
 fields, targets, deadlines and responsible agencies, each with its place on
 the page.
CONTROL

dpkg-deb --build --root-owner-group "$tree" "$out/vanthu_${version}_$architecture.deb" >&2
# Under a name without version too, for the container file.
cp "$out/vanthu_${version}_$architecture.deb" "$out/vanthu.deb"
echo "$out/vanthu_${version}_$architecture.deb"
