"""What the program is built from: the packages of the Rust registry that are linked into it, their licences as a page, and a
bill of materials in the format of CycloneDX.

Packages that only help to compile (procedural macros, build scripts) or to test are not in the program, so they are not
listed. This module does not judge licences; tests/deny.toml does.
"""

import html
import json
import re
import subprocess
import tomllib
import uuid
from pathlib import Path

APACHE = Path(__file__).resolve().parents[2] / "LICENSE-APACHE"
MIT = APACHE.with_name("LICENSE-MIT")
LICENCE_FILE = re.compile(r"(?i)(licen[cs]e|copying|copyright|notice|unlicense)")


def run(*command):
    """What a command prints. Its errors are shown."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


class Inventory:
    """The program's own package, and those that are linked into it, by name."""

    def __init__(self, root, target):
        cargo = ["--locked", "--manifest-path", str(root / "Cargo.toml")]
        # `cargo metadata` knows where packages are, but also names some whose feature is off; `cargo tree` does not.
        tree = ["--edges=normal,no-proc-macro", "--prefix=none", "--format={p}", f"--target={target}"]
        lines = run("cargo", "tree", *cargo, *tree).splitlines()
        linked = {tuple(line.replace(" v", " ").split()[:2]) for line in lines}
        metadata = json.loads(run("cargo", "metadata", "--format-version=1", f"--filter-platform={target}", *cargo))
        is_linked = lambda package: (package["name"], package["version"]) in linked
        packages = {package["id"]: package for package in filter(is_linked, metadata["packages"])}
        self.own = packages[metadata["resolve"]["root"]]
        by_name = sorted(packages.values(), key=lambda it: (it["name"], it["version"]))
        self.linked = [package for package in by_name if package is not self.own]
        self.uses = {
            node["id"]: [used for used in node["dependencies"] if used in packages]
            for node in metadata["resolve"]["nodes"]
            if node["id"] in packages
        }
        locked = tomllib.loads((root / "Cargo.lock").read_text("utf-8"))["package"]
        self.checksums = {(it["name"], it["version"]): it.get("checksum") for it in locked}

    def bill_of_materials(self):
        """The bill of materials, as JSON. The same packages give the same bytes."""
        purls = {package["id"]: purl(package) for package in [self.own, *self.linked]}
        components = [
            {
                "type": "library",
                "bom-ref": purl(package),
                "name": package["name"],
                "version": package["version"],
                "purl": purl(package),
                "licenses": [{"expression": expression(package)}],
                "hashes": [{"alg": "SHA-256", "content": self.checksums[package["name"], package["version"]]}],
            }
            for package in self.linked
        ]
        own = {"type": "application", "bom-ref": purl(self.own), "name": self.own["name"], "version": self.own["version"]}
        uses = [
            {"ref": purls[package], "dependsOn": sorted(purls[used] for used in used_by_package)}
            for package, used_by_package in self.uses.items()
        ]
        bill = {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {"component": {**own, "licenses": [{"expression": expression(self.own)}]}},
            "components": components,
            "dependencies": sorted(uses, key=lambda it: it["ref"]),
        }
        bill["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill)).urn
        return json.dumps(bill, indent=1).encode()

    def licences(self):
        """A page with the licence of every package. Packages of one text share it."""
        texts, rows = {}, []
        for package in self.linked:
            ids = [texts.setdefault(text, f"text-{len(texts) + 1}") for text in licence_texts(package)]
            links = " ".join(f'<a href="#{name}">{name.removeprefix("text-")}</a>' for name in ids)
            cells = [package["name"], package["version"], expression(package)]
            rows.append("".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + f"<td>{links}</td>")
        table = "\n".join(f"<tr>{row}</tr>" for row in rows)
        full = "\n".join(
            f'<h2 id="{name}">Text {name.removeprefix("text-")}</h2>\n<pre>{html.escape(text)}</pre>'
            for text, name in texts.items()
        )
        return (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Licences of what mend is built from</title>\n'
            "<h1>Licences of what mend is built from</h1>\n"
            "<p>mend itself may be used under the MIT licence or the Apache licence 2.0, as you choose. The packages below are "
            'part of the program, and so is <a href="rust-standard-library.html">the standard library of Rust</a>.</p>\n'
            "<table>\n<tr><th>Package</th><th>Version</th><th>Licence</th><th>Texts</th></tr>\n"
            f"{table}\n</table>\n{full}\n"
        ).encode()


def purl(package):
    """The name of a package in every registry of the world."""
    return f"pkg:cargo/{package['name']}@{package['version']}"


def expression(package):
    """The licence as an expression of SPDX; old packages write `/` for `OR`."""
    return re.sub(r"\s*/\s*", " OR ", package["license"])


def licence_texts(package):
    """The texts of the licence that the package holds, or that it is under by our choice."""
    folder = Path(package["manifest_path"]).parent
    texts, vendored = texts_in(folder), texts_in(folder / "vendor")
    choices = expression(package).split(" OR ")
    if not texts and "Apache-2.0" in choices:
        # The text of this licence holds no name and no year, so it is the same for every package.
        texts = [APACHE.read_text("utf-8").strip()]
    if not texts and "MIT" in choices and package["authors"]:
        # That of this one holds only the names of its authors.
        names = ", ".join(re.sub(r"\s*<.*>", "", author) for author in package["authors"])
        texts = [re.sub("(?m)^Copyright .*$", f"Copyright (c) {names}", MIT.read_text("utf-8").strip())]
    if not texts:
        raise SystemExit(f"{package['name']} {package['version']} holds no text of its licence, which the packages must show")
    return texts + vendored


def texts_in(folder):
    """The texts of licences in a folder, which may be missing. A library in C lies in `vendor`, with a licence of its own."""
    files = sorted(path for path in folder.glob("*") if LICENCE_FILE.match(path.name) and path.is_file())
    return [path.read_text("utf-8", "replace").strip() for path in files]


def standard_library():
    """The licences of Rust's standard library, as the compiler brings them."""
    page = Path(run("rustc", "--print", "sysroot").strip(), "share/doc/rust/COPYRIGHT-library.html")
    if not page.is_file():
        raise SystemExit(f"{page} is missing, which the packages must show. Install the compiler with rustup")
    return page.read_bytes()

