// Checks every file that git knows, or would know, against the rules of the house. Prints one line a problem and ends with 1
// where there is any. Run by `npm run tidy` and by `npm run check`.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from './house-rules.js';
const root = join(import.meta.dirname, '..');
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
});
const paths = listed.split('\0').filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
const problems = paths.flatMap((path) => problemsOf(path, readFileSync(join(root, path), 'utf8')));
for (const { path, line, message } of problems)
    console.log(`${path}:${line}: ${message}`);
console.log(problems.length === 0 ? `${paths.length} files are tidy` : `${problems.length} problems in ${paths.length} files`);
process.exitCode = problems.length === 0 ? 0 : 1;
