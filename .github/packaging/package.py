#!/usr/bin/env python3
"""Makes every package of mend for one platform from a program that is already built:

    .github/packaging/package.py PROGRAM TARGET FOLDER

- mend-TARGET.tar.gz with its checksum, and install.sh, which installs it
- a wheel for PyPI, whose `mend` is the program itself
- two packages for npm: one with the program, and `mend-guide`, which chooses among the platforms; neither runs a script
  while it is installed
- a Debian package, if the target is Linux and dpkg-deb is there

Each of them holds manual pages, completions, the licences of everything in the program, and a bill of materials. The same
program gives the same bytes. Registries call the package `mend-guide`, since PyPI has another `mend`.

The tools of the registries (maturin, `npm pack`, cargo-deb) would each build the program again or need a file at the top of
the repository; what they write is a few files in an archive. This script builds and publishes nothing.
"""

import base64
import csv
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True  # a script of the repository leaves nothing in it
from inventory import Inventory, run, standard_library

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NAME = "mend-guide"
GLIBC = "2.28"  # the oldest C library that `build` builds for: Debian 10, Ubuntu 18.10, RHEL 8
# Each platform as PyPI, npm and Debian call it.
PLATFORMS = {
    "x86_64-unknown-linux-gnu": (f"manylinux_{GLIBC.replace('.', '_')}_x86_64", "linux", "x64", "amd64"),
    "aarch64-unknown-linux-gnu": (f"manylinux_{GLIBC.replace('.', '_')}_aarch64", "linux", "arm64", "arm64"),
    "x86_64-apple-darwin": ("macosx_10_12_x86_64", "darwin", "x64", None),
    "aarch64-apple-darwin": ("macosx_11_0_arm64", "darwin", "arm64", None),
}
COMPLETIONS = {
    "bash": "share/bash-completion/completions/mend",
    "zsh": "share/zsh/site-functions/_mend",
    "fish": "share/fish/vendor_completions.d/mend.fish",
}
EPOCH = 315_532_800  # 1980, the earliest that a wheel can say


def main(program, target, folder):
    """Writes the packages into the folder."""
    os.umask(0o022)  # the folders of the Debian package are those of everybody
    wheel_tag, system, cpu, debian = PLATFORMS[target]
    inventory = Inventory(ROOT, target)
    own = inventory.own
    binary = {"bin/mend": Path(program).read_bytes()}
    notices = {
        "LICENSE-MIT": (ROOT / "LICENSE-MIT").read_bytes(),
        "LICENSE-APACHE": (ROOT / "LICENSE-APACHE").read_bytes(),
        "licences.html": inventory.licences(),
        "rust-standard-library.html": standard_library(),
        "mend.cdx.json": inventory.bill_of_materials(),
    }
    guidance = {**manual(program), **completions(program)}
    tree = {**binary, **guidance, **below(f"share/doc/{NAME}", notices)}

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    archive, archive_name = tar(below("mend", tree)), f"mend-{target}.tar.gz"
    (folder / archive_name).write_bytes(archive)
    (folder / f"{archive_name}.sha256").write_text(f"{hashlib.sha256(archive).hexdigest()}  {archive_name}\n")
    (folder / "install.sh").write_bytes((HERE / "install.sh").read_bytes())
    name, data = wheel(own, wheel_tag, binary, guidance, notices)
    (folder / name).write_bytes(data)
    for name, data in npm(own, system, cpu, binary, guidance, notices):
        (folder / f"{name}-{own['version']}.tgz").write_bytes(data)
    if debian and shutil.which("dpkg-deb"):
        deb(own, debian, tree, folder / f"{NAME}_{own['version']}_{debian}.deb")


def below(folder, files):
    """The files, in a folder."""
    return {f"{folder}/{path}": data for path, data in files.items()}


def manual(program):
    """The manual pages."""
    with tempfile.TemporaryDirectory() as folder:
        run(program, "man", folder)
        return {f"share/man/man1/{page.name}": page.read_bytes() for page in sorted(Path(folder).iterdir())}


def completions(program):
    """The completions, where each shell looks for them."""
    return {path: run(program, "completions", shell).encode() for shell, path in COMPLETIONS.items()}


def is_program(path):
    """Whether a file is to be run."""
    return Path(path).parent.name in ("bin", "scripts")


def tar(files):
    """A compressed archive without any trace of who made it, and when."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as archive:
        for path, data in files.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mtime, entry.mode = len(data), EPOCH, 0o755 if is_program(path) else 0o644
            archive.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def wheel(own, tag, binary, guidance, notices):
    """A wheel: its name and bytes."""
    stem = f"{NAME.replace('-', '_')}-{own['version']}"
    metadata = [
        "Metadata-Version: 2.4",
        f"Name: {NAME}",
        f"Version: {own['version']}",
        f"Summary: {own['description']}",
        f"License-Expression: {own['license']}",
        *(f"License-File: {name}" for name in notices if name != "mend.cdx.json"),
    ]
    about = {
        "METADATA": "\n".join([*metadata, ""]).encode(),
        "WHEEL": f"Wheel-Version: 1.0\nGenerator: mend\nRoot-Is-Purelib: false\nTag: py3-none-{tag}\n".encode(),
        **below("licenses", {name: data for name, data in notices.items() if name != "mend.cdx.json"}),
        "sboms/mend.cdx.json": notices["mend.cdx.json"],
    }
    files = {
        **{f"{stem}.data/scripts/{Path(path).name}": data for path, data in binary.items()},
        **below(f"{stem}.data/data", guidance),
        **below(f"{stem}.dist-info", about),
    }
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    for path, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.writerow([path, f"sha256={digest}", len(data)])
    rows.writerow([f"{stem}.dist-info/RECORD", "", ""])
    files[f"{stem}.dist-info/RECORD"] = record.getvalue().encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = (0o100755 if is_program(path) else 0o100644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return f"{stem}-py3-none-{tag}.whl", packed.getvalue()


def npm(own, system, cpu, binary, guidance, notices):
    """The packages for npm: their names and bytes."""
    common = {key: own[key] for key in ("version", "description", "license")}
    platform = {"name": f"{NAME}-{system}-{cpu}", **common, "os": [system], "cpu": [cpu]}
    if system == "linux":
        platform["libc"] = ["glibc"]
    every = sorted(f"{NAME}-{system}-{cpu}" for _, system, cpu, _ in PLATFORMS.values())
    chooser = {
        "name": NAME,
        **common,
        "bin": {"mend": "bin/mend.js"},
        "man": [f"./{path}" for path in guidance if "/man/" in path],
        "optionalDependencies": {name: own["version"] for name in every},
    }
    launcher = {"bin/mend.js": (HERE / "launcher.js").read_bytes(), **guidance}
    licences = {name: notices[name] for name in ("LICENSE-MIT", "LICENSE-APACHE")}
    for manifest, files in ((platform, {**binary, **notices}), (chooser, {**launcher, **licences})):
        described = {"package.json": json.dumps(manifest, indent=2).encode(), **files}
        yield manifest["name"], tar(below("package", described))


def deb(own, architecture, tree, file):
    """A Debian package."""
    control = {
        "Package": NAME,
        "Version": own["version"],
        "Architecture": architecture,
        "Maintainer": "the mend authors",
        "Depends": f"libc6 (>= {GLIBC})",
        "Recommends": "ca-certificates",
        "Section": "web",
        "Description": own["description"],
    }
    files = {
        "DEBIAN/control": "".join(f"{key}: {value}\n" for key, value in control.items()).encode(),
        **below("usr", {path.replace("zsh/site-functions", "zsh/vendor-completions"): data for path, data in tree.items()}),
    }
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            place = Path(folder, "tree", path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            place.chmod(0o755 if is_program(path) else 0o644)
        command = ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", f"{folder}/tree", str(file)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[2] not in PLATFORMS:
        sys.exit(f"usage: package.py PROGRAM TARGET FOLDER\nTARGET is one of: {', '.join(PLATFORMS)}")
    main(*sys.argv[1:])
