// node node.js FUNCTION < EVENTS: the function's answer to each event, a line each. It sees nothing of Node: no require, no
// process, no timers, no network, no eval; as in CloudFront.
'use strict';
const fs = require('node:fs');
const vm = require('node:vm');

const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
vm.runInContext(fs.readFileSync(process.argv[2], 'utf8'), context, { timeout: 1000 });
const call = vm.runInContext('(text) => JSON.stringify(handler(JSON.parse(text)))', context);
const lines = fs.readFileSync(0, 'utf8').split('\n').filter((line) => line);
process.stdout.write(lines.map((line) => call(line) + '\n').join(''));
