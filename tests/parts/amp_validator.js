// The AMP validator as a line-by-line service: one JSON request a line in, one JSON verdict a line out.
// The engine runs in a context of its own, without require, process, fetch or any other way out; as a second bar, this
// process's own ways to the network are shut before the engine is read.
'use strict';

const fs = require('fs');
const readline = require('readline');
const vm = require('vm');

function shutNetwork() {
  const deny = () => { throw new Error('the network is off in the AMP validator'); };
  require('net').Socket.prototype.connect = deny;
  require('dgram').createSocket = deny;
  const dns = require('dns');
  dns.lookup = deny;
  dns.resolve = deny;
  dns.promises.lookup = deny;
  globalThis.fetch = deny;
  globalThis.WebSocket = deny;
}

function loadEngine(file) {
  const globals = { TextDecoder, TextEncoder, atob, btoa, setTimeout, clearTimeout, console: quietConsole() };
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: true } });
  vm.runInContext(fs.readFileSync(file, 'utf8'), context, { filename: file });
  return vm.runInContext('amp.validator', context);
}

function quietConsole() {
  const write = (...words) => process.stderr.write(words.join(' ') + '\n');
  return { log: write, info: write, warn: write, error: write, debug: write };
}

function verdict(validator, html) {
  const result = validator.validateString(html, 'AMP');
  const line = (e) => `${e.severity} ${e.code} at ${e.line}:${e.col}: ${validator.renderErrorMessage(e)}`;
  return {
    status: String(result.status),
    transformed: Number(result.transformerVersion || 0),
    issues: Array.from(result.errors, line),
  };
}

async function main(engine) {
  shutNetwork();
  const validator = loadEngine(engine);
  await validator.init();
  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    process.stdout.write(JSON.stringify(verdict(validator, JSON.parse(line).html)) + '\n');
  }
}

main(process.argv[2]).catch((error) => {
  fs.writeSync(2, `${error && error.stack || error}\n`);
  process.exit(1);
});
