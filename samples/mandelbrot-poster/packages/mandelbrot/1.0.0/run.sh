#!/bin/sh
# Starts the program on any Linux node: a package made for Azure holds it with its own .NET, one made for this machine takes the .NET that is here.
here=${0%/*}
program=$here/mandelbrot
if [ ! -f "$program" ]; then
  exec dotnet "$here/mandelbrot.dll" "$@"
fi
if [ ! -x "$program" ]; then
  # Unpacked without permissions, and a package is not the task's to change.
  cp "$program" ./.program && chmod u+x ./.program || exit 126
  program=./.program
fi
exec "$program" "$@"
