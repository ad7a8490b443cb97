#!/usr/bin/env node
// What npm installs as `mend`: it runs the program in the package for this platform, which npm chose among the optional
// dependencies. It downloads nothing, and nothing runs while it is installed.
'use strict';

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const platform = `mend-guide-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${platform}/bin/mend`);
} catch {
  console.error(`error: the package ${platform} is not installed
  = help: npm leaves it out with --omit=optional; without that option, there is no such package for this platform`);
  process.exit(2);
}

const mend = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
// Ctrl-C reaches the program by itself, since it runs in the same terminal.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => mend.kill(signal));
mend.on('error', (error) => {
  console.error(`error: ${program} cannot be run: ${error.message}`);
  process.exit(2);
});
mend.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
