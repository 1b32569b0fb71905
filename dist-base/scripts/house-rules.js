// The rules of the house that no linter knows, as functions from a file's path and text to what is wrong with it. What
// oxlint can say (.oxlintrc.json: imports, sizes, console, clock, `.only`) is said there and not here.
const FOLDERS = new Set(['.ci', '.github', 'cli', 'core', 'daemon', 'docs', 'fixtures', 'scripts', 'web']);
const TOP_FILES = new Set([
    '.editorconfig',
    '.gitattributes',
    '.gitignore',
    '.oxfmtrc.json',
    '.oxlintrc.json',
    'LICENSE',
    'README.md',
    'ispcube.config.ts',
    'package-lock.json',
    'package.json',
    'tsconfig.build.json',
    'tsconfig.json',
    'vitest.config.ts',
]);
/** Words that say nothing of what a file holds. */
const EMPTY_WORDS = /^(utils?|helpers?|common|misc|managers?|services?|handlers?|controllers?|base|impl|data|infos?|types)$/;
/** The same in names of what is exported; only types may not end in the last three, since customers are *in service*. */
const EMPTY_NAME = /^export (?:async )?(?:function|const|let|class|interface|type) (\w*(?:Utils?|Helpers?|Manager|Handler|Controller|Impl)|Base[A-Z]\w*)\b/;
const EMPTY_TYPE = /^export (?:class|interface|type) (\w*(?:Service|Data|Info))\b/;
const HEAD_MAX = 8;
/** Everything wrong with one file: its name, its head, its lines. */
export function problemsOf(path, text) {
    const problems = nameProblems(path);
    if (isRecorded(path))
        return problems;
    const lines = text.split('\n');
    if (path.endsWith('.ts') && !path.endsWith('.test.ts'))
        problems.push(...headProblems(path, lines));
    for (const [index, line] of lines.entries()) {
        for (const message of lineProblems(path, line))
            problems.push({ path, line: index + 1, message });
    }
    return problems;
}
function nameProblems(path) {
    const problems = [];
    const parts = path.split('/');
    const [top = ''] = parts;
    if (parts.length === 1 ? !TOP_FILES.has(top) : !FOLDERS.has(top)) {
        problems.push({
            path,
            line: 1,
            message: `"${top}" is not part of the layout; find its room, or add it to scripts/house-rules.ts`,
        });
    }
    const words = parts.flatMap((part) => part.replace(/\..*$/, '').split(/[-_]/));
    const empty = words.find((word) => EMPTY_WORDS.test(word));
    if (empty !== undefined)
        problems.push({ path, line: 1, message: `the name "${empty}" does not say what is in it` });
    return problems;
}
const QUERY = /\.(selectFrom|insertInto|updateTable|deleteFrom)\(/;
/** Answers of devices, as they came. */
function isRecorded(path) {
    return path.startsWith('fixtures/devices/');
}
function headProblems(path, lines) {
    const first = lines[0]?.startsWith('#!') ? 1 : 0;
    const rest = lines.slice(first);
    const length = rest.findIndex((line) => !line.startsWith('//'));
    if (length === 0)
        return [{ path, line: first + 1, message: 'opens without saying what it promises' }];
    if (length > HEAD_MAX)
        return [{ path, line: first + 1, message: `opens with ${length} lines of comment; ${HEAD_MAX} are enough` }];
    return [];
}
function lineProblems(path, line) {
    const problems = [];
    const found = (message) => void problems.push(message);
    if (/\b(TODO|FIXME|XXX)\b(?!.*#\d+)/.test(line) && !isAboutTidy(path))
        found('an open end without the number of its issue');
    if (/(^|[\s'"`(=:])\/(home|Users|root|work)\/[\w.-]/.test(line) && !isAboutTidy(path))
        found('a path of one machine');
    if (!path.endsWith('.ts'))
        return problems;
    const empty = EMPTY_NAME.exec(line)?.[1] ?? EMPTY_TYPE.exec(line)?.[1];
    if (empty !== undefined)
        found(`the name ${empty} does not say what it is`);
    if (/\bvi\.mock\(/.test(line) && !isAboutTidy(path))
        found('a mocked module: what must be replaced is an argument');
    if (path.startsWith('core/') && !path.endsWith('.test.ts') && /new Date\(\)|Temporal\.Now\b/.test(line)) {
        found('core has no clock: time is an argument');
    }
    if (/^(core\/acts|cli|daemon|web)\//.test(path) &&
        !path.endsWith('.test.ts') &&
        !path.startsWith('web/testing/') &&
        QUERY.test(line)) {
        found('a query outside core/store');
    }
    return problems;
}
/** The files that hold these very patterns. */
function isAboutTidy(path) {
    return path.startsWith('scripts/house-rules');
}
