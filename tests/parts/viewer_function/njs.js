
// Comes behind the function's own text: its answer to each event on standard input, a line each, written as a file since
// console.log cuts a line at 2,048 characters.
(() => {
  const fs = require('fs');
  const lines = fs.readFileSync('/dev/stdin', 'utf8').split('\n').filter((line) => line);
  fs.writeFileSync('/dev/stdout', lines.map((line) => JSON.stringify(handler(JSON.parse(line))) + '\n').join(''));
})();
