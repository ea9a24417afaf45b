#!/bin/sh
# Gives a task its application packages where the storage of its Batch account gives none: unpacks each zip, which came as a resource file, sets
# the variables that a node would set, in both spellings, and becomes the task's own command.
#
# usage: run-with-packages.sh {application}_{version} ... -- command ...
# Names have underscores for dots and hyphens. Exit code 125: a package could not be unpacked; stderr tells why.
set -u
here=${AZ_BATCH_TASK_WORKING_DIR:-$PWD}/.autobatch

unpack() {
  python=$(command -v python3 || echo /usr/libexec/platform-python)
  if command -v unzip >/dev/null 2>&1; then
    unzip -q -o "$1" -d "$2" </dev/null
    # 1 is a warning, such as backslashes in names.
    [ $? -le 1 ]
  elif [ -x "$python" ]; then
    "$python" - "$1" "$2" <<'END'
import os, stat, sys, zipfile
source, target = sys.argv[1:3]
links = []
with zipfile.ZipFile(source) as package:
    for entry in package.infolist():
        mode = entry.external_attr >> 16
        if stat.S_ISLNK(mode):
            links.append((os.path.join(target, entry.filename), package.read(entry).decode()))
            continue
        path = package.extract(entry, target)
        if not entry.is_dir() and mode & 0o777:
            os.chmod(path, mode & 0o777 | 0o600)
for path, to in links:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.symlink(to, path)
END
  elif command -v bsdtar >/dev/null 2>&1; then
    bsdtar -x -f "$1" -C "$2"
  else
    echo "autobatch: this node has none of unzip, python3 and bsdtar to unpack application packages with; install one in the pool's start task." >&2
    return 1
  fi
}

while [ $# -gt 0 ] && [ "$1" != -- ]; do
  folder=$here/$1
  # A task that is tried again finds its folder: it is renamed only when it is whole.
  if [ ! -d "$folder" ]; then
    rm -rf "$folder.part" && mkdir -p "$folder.part" && unpack "$here/$1.zip" "$folder.part" && mv "$folder.part" "$folder" || {
      echo "autobatch: the package $1 could not be unpacked in $here." >&2
      exit 125
    }
  fi
  rm -f "$here/$1.zip"
  export "AZ_BATCH_APP_PACKAGE_$1=$folder"
  export "AZ_BATCH_APP_PACKAGE_$(echo "$1" | tr '[:upper:]' '[:lower:]')=$folder"
  shift
done
shift
exec "$@"
