// Loaded before a program: ends it by SIGKILL just before the step that DIE_AT counts to; a step is a file that is
// written, synced or renamed, or another program that is begun. Without DIE_AT it says in COUNT how many there were.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const [fs, promises, children] = ['fs', 'fs/promises', 'child_process'].map((name) =>
  require(`node:${name}`),
);
const at = Number(process.env.DIE_AT || Number.POSITIVE_INFINITY);
let steps = 0;

for (const [holder, names] of [
  [promises, ['writeFile', 'rename', 'open']],
  [fs, ['renameSync']],
  [children, ['spawn', 'execFile']],
])
  for (const name of names) {
    const real = holder[name];
    holder[name] = counted(real);
    if (real[promisify.custom]) holder[name][promisify.custom] = counted(real[promisify.custom]);
  }
syncBuiltinESMExports();

function counted(real) {
  return (...args) => {
    if (++steps >= at) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}

const { COUNT } = process.env;
if (COUNT) process.on('exit', () => fs.writeFileSync(COUNT, String(steps)));
