#!/usr/bin/env node
// CPython 3.14 as a program, where no other is to be had: the build for WebAssembly that Pyodide publishes, under Node.
// It takes `-c CODE` and `-m MODULE ARGUMENTS`, and sees the folders that its arguments name. What it compiles is
// byte for byte what a native CPython of its version compiles.
import { existsSync } from "node:fs";
import { loadPyodide } from "../node_modules/pyodide/pyodide.mjs";

const words = process.argv.slice(2);
const start = words.findIndex((word) => word === "-c" || word === "-m");
const [kind, what, ...rest] = words.slice(start);

const python = await loadPyodide({ env: { HOME: "/", PYTHONHASHSEED: process.env.PYTHONHASHSEED ?? "random" } });
for (const folder of new Set(rest.filter((word) => word.startsWith("/") && existsSync(word)))) {
  python.FS.mkdirTree(folder);
  python.mountNodeFS(folder, folder);
}
python.globals.set("asked", python.toPy([kind, what, rest]));
process.exitCode = python.runPython(`
import runpy, sys

kind, what, rest = asked
sys.argv = [what, *rest]
try:
    if kind == "-c":
        exec(what, {"__name__": "__main__"})
    else:
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    code = 0
except SystemExit as end:
    code = int(end.code or 0)
code
`);
