// The linter proves who may import whom: here each row of that table meets a file that breaks it, and a file that does not.
// All files are made in a temporary folder and linted in one run, with the settings of this project.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
const ROOT = join(import.meta.dirname, '..');
const FORBIDDEN = [
    ['core/rules/debt.ts', 'kysely'],
    ['core/rules/debt.ts', 'temporal-polyfill'],
    ['core/rules/debt.ts', 'node:crypto'],
    ['core/rules/debt.ts', '../store/tables.ts'],
    ['core/rules/debt.ts', '../acts/promises.ts'],
    ['core/rules/debt.ts', '../settings.ts'],
    ['core/rules/day.ts', 'zod'],
    ['core/seal.ts', 'node:fs'],
    ['core/seal.ts', './store/tables.ts'],
    ['core/config.ts', 'pino'],
    ['core/settings.ts', './acts/promises.ts'],
    ['core/driver.ts', 'zod'],
    ['core/store/orders.ts', 'better-sqlite3'],
    ['core/store/orders.ts', 'pg'],
    ['core/store/orders.ts', '../acts/promises.ts'],
    ['core/store/orders.ts', '../../cli/database.ts'],
    ['core/store/migrations/0001-ledger.ts', '../../acts/promises.ts'],
    ['core/acts/promises.ts', 'kysely'],
    ['core/acts/promises.ts', 'fastify'],
    ['core/acts/promises.ts', 'node:fs'],
    ['core/acts/promises.ts', '../../daemon/drivers/index.ts'],
    ['daemon/drivers/routeros/driver.ts', '../ssh/driver.ts'],
    ['daemon/drivers/routeros/driver.ts', '../index.ts'],
    ['daemon/drivers/routeros/driver.ts', '../../loop.ts'],
    ['daemon/drivers/routeros/driver.ts', '../../../core/store/orders.ts'],
    ['daemon/drivers/routeros/driver.ts', '../../../core/settings.ts'],
    ['daemon/drivers/routeros/driver.ts', 'kysely'],
    ['daemon/drivers/routeros/driver.ts', 'net-snmp'],
    ['daemon/drivers/routeros/driver.ts', 'ssh2'],
    ['daemon/drivers/routeros/driver.ts', '../../radius/packet.ts'],
    ['daemon/drivers/radius/driver.ts', '../../radius/listen.ts'],
    ['daemon/drivers/radius/driver.ts', '../routeros/driver.ts'],
    ['daemon/drivers/airos/visit.ts', '../routeros/driver.ts'],
    ['daemon/drivers/airos/visit.ts', '../../../core/settings.ts'],
    ['daemon/drivers/airos/visit.ts', 'kysely'],
    ['daemon/drivers/ssh/run.ts', '../airos/algorithms.ts'],
    ['daemon/drivers/ssh/run.ts', '../../worker.ts'],
    ['daemon/drivers/ssh/run.ts', '../../../core/config.ts'],
    ['daemon/drivers/ssh/run.ts', 'kysely'],
    ['daemon/drivers/ssh/vendors/linux-nft.ts', '../../airos/algorithms.ts'],
    ['daemon/drivers/ssh/vendors/linux-nft.ts', '../../../../core/config.ts'],
    ['daemon/drivers/ssh/vendors/linux-nft.ts', 'ssh2'],
    ['daemon/drivers/snmp/session.ts', 'ssh2'],
    ['daemon/loop.ts', 'ssh2'],
    ['daemon/worker.ts', 'ssh2'],
    ['web/app.ts', 'ssh2'],
    ['cli/wire.ts', 'ssh2'],
    ['cli/screens/run.ts', 'ssh2'],
    ['fixtures/town.ts', 'ssh2'],
    ['fixtures/peers/ssh.ts', '../../daemon/drivers/airos/algorithms.ts'],
    ['daemon/loop.ts', '../web/app.ts'],
    ['daemon/loop.ts', '../cli/config.ts'],
    ['daemon/loop.ts', '../fixtures/town.ts'],
    ['daemon/loop.ts', './drivers/index.ts'],
    ['daemon/loop.ts', 'kysely'],
    ['daemon/enforce/dispatch.ts', '../drivers/index.ts'],
    ['daemon/enforce/dispatch.ts', '../../cli/wire.ts'],
    ['daemon/worker.ts', './drivers/routeros/driver.ts'],
    ['daemon/worker.ts', 'better-sqlite3'],
    ['daemon/worker.ts', 'net-snmp'],
    ['web/app.ts', 'net-snmp'],
    ['fixtures/town.ts', 'net-snmp'],
    ['web/app.ts', '../daemon/index.ts'],
    ['web/operator/promises/page.ts', '../../../daemon/drivers/index.ts'],
    ['web/app.ts', '../cli/wire.ts'],
    ['web/app.ts', 'kysely'],
    ['cli/wire.ts', '../fixtures/town.ts'],
    ['cli/wire.ts', '../scripts/simulate.ts'],
    ['cli/wire.ts', 'better-sqlite3'],
    ['cli/commands/pay.ts', 'pg'],
    ['cli/commands/pay.ts', 'ink'],
    ['cli/commands/pay.ts', 'react'],
    ['cli/commands/demo.ts', '../../scripts/simulate.ts'],
    ['fixtures/peers/routeros.ts', '../../daemon/drivers/routeros/sentence.ts'],
    ['fixtures/town.ts', '../web/app.ts'],
    ['fixtures/town.ts', '../cli/wire.ts'],
    ['fixtures/town.ts', 'pg'],
    ['core/acts/imports/rows.ts', '../../../cli/csv.ts'],
];
const ALLOWED = [
    ['core/rules/plan.ts', './debt.ts'],
    ['core/rules/plan.ts', '../fault.ts'],
    ['core/rules/day.ts', 'temporal-polyfill'],
    ['core/config.ts', 'zod'],
    ['core/seal.ts', 'node:crypto'],
    ['core/store/places.ts', 'kysely'],
    ['core/store/places.ts', '../rules/debt.ts'],
    ['core/store/migrations/0002-more.ts', '../../fault.ts'],
    ['core/acts/payments.ts', '../store/orders.ts'],
    ['core/acts/payments.ts', 'node:assert/strict'],
    ['core/acts/imports/rows.ts', '../../store/orders.ts'],
    ['core/acts/imports/rows.ts', '../../fault.ts'],
    ['daemon/drivers/airos/visit.ts', '../../../core/probe.ts'],
    ['daemon/drivers/airos/visit.ts', '../../../core/fault.ts'],
    ['daemon/drivers/airos/visit.ts', '../../../core/rules/signal.ts'],
    ['fixtures/peers/ssh.ts', 'ssh2'],
    ['scripts/bench/cpe.ts', 'ssh2'],
    ['scripts/bench/plan.ts', 'better-sqlite3'],
    ['daemon/drivers/ssh/driver.ts', './session.ts'],
    ['daemon/drivers/airos/call.ts', 'ssh2'],
    ['daemon/drivers/radius/client.ts', '../../radius/packet.ts'],
    ['daemon/drivers/ssh/dial.ts', 'ssh2'],
    ['daemon/drivers/ssh/plan.ts', '../../../core/rules/template.ts'],
    ['daemon/drivers/ssh/vendors/linux-nft.ts', '../nft-json.ts'],
    ['daemon/drivers/ssh/vendors/linux-nft.ts', '../../../../core/rules/template.ts'],
    ['daemon/drivers/ssh/driver.ts', '../../../core/rules/order.ts'],
    ['daemon/drivers/ssh/driver.ts', '../../../core/probe.ts'],
    ['daemon/drivers/snmp/session.ts', 'net-snmp'],
    ['daemon/worker.ts', './drivers/index.ts'],
    ['web/page.ts', '../core/acts/promises.ts'],
    ['cli/wire.ts', '../daemon/index.ts'],
    ['cli/wire.ts', '../web/index.ts'],
    ['cli/database-sqlite.ts', 'better-sqlite3'],
    ['cli/screens/top.ts', 'ink'],
    ['cli/commands/demo.ts', '../../fixtures/town.ts'],
    ['fixtures/database.ts', '../cli/database.ts'],
    ['fixtures/peers/ssh.ts', 'ssh2'],
    ['fixtures/peers/snmp.ts', 'net-snmp'],
    ['daemon/loop.test.ts', '../fixtures/town.ts'],
];
const HABITS = [
    ['no-floating-promises', 'daemon/habits.ts', 'export function f(): void { Promise.resolve(1) }'],
    [
        'no-misused-promises',
        'daemon/habits.ts',
        'export const late = async (): Promise<boolean> => true\nif (late()) late.call(null)',
    ],
    ['switch-exhaustiveness-check', 'daemon/habits.ts', "export function g(s: 'a' | 'b'): void { switch (s) { case 'a': break } }"],
    ['no-explicit-any', 'daemon/habits.ts', 'export let loose: any'],
    ['no-non-null-assertion', 'daemon/habits.ts', 'export const sure = (x?: string): string => x!'],
    ['no-console', 'daemon/habits.ts', "console.log('stray')"],
    ['no-process-env', 'daemon/habits.ts', 'export const home = process.env.HOME'],
    ['no-default-export', 'daemon/habits.ts', 'export default 1'],
    ['no-async-await', 'core/rules/habits.ts', 'export async function f(): Promise<void> {}'],
    ['no-restricted-properties', 'core/acts/habits.ts', 'export const now = Date.now()'],
    ['no-restricted-properties', 'core/rules/habits.ts', 'export const lot = Math.random()'],
    ['no-restricted-globals', 'core/store/habits.ts', 'setTimeout(() => {}, 1)'],
    ['no-focused-tests', 'core/rules/habits.test.ts', "import { test } from 'vitest'\ntest.only('x', () => { expect(1) })"],
    ['no-cycle', 'web/circle.ts', "import { b } from './circle-back.ts'\nexport const a = (): number => b()"],
    ['max-lines', 'web/long.ts', 'export {}\n' + '// one more\n'.repeat(400)],
    ['max-lines-per-function', 'web/tall.ts', 'export function tall(): void {\n' + '\n'.repeat(60) + '}'],
    ['filename-case', 'web/camelCase.ts', 'export {}'],
];
let folder;
let findings;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ispcube-lint-'));
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const compilerOptions = { target: 'es2023', module: 'nodenext', strict: true, noEmit: true, allowImportingTsExtensions: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    for (const [path, lines] of filesToLint()) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), lines.join('\n'));
    }
    findings = lint(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));
/** What a row puts into a file stands on lines of its own, so that a file may both keep and break the table. */
function filesToLint() {
    const files = new Map();
    for (const [where, what] of [...FORBIDDEN, ...ALLOWED]) {
        const lines = files.get(where) ?? [];
        files.set(where, [...lines, `import '${what}'`]);
    }
    for (const [, where, code] of HABITS)
        files.set(where, [...(files.get(where) ?? []), code]);
    files.set('web/circle-back.ts', ["import { a } from './circle.ts'", 'export const b = (): number => a()']);
    return files;
}
function lint(cwd) {
    const programs = join(ROOT, 'node_modules/.bin');
    // It looks for its type-aware half on the path.
    const env = { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
    let answer;
    try {
        answer = execFileSync(join(programs, 'oxlint'), ['--type-aware', '-f', 'json', '.'], {
            cwd,
            env,
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'inherit'],
        });
    }
    catch (e) {
        answer = e.stdout; // it found what it was to find
    }
    const { diagnostics } = JSON.parse(answer);
    return diagnostics.map((each) => ({
        file: each.filename,
        rule: /\((.*)\)/.exec(each.code)?.[1] ?? each.code,
        message: each.message,
    }));
}
function restricted(where, what) {
    return findings.some((each) => each.file === where && each.rule === 'no-restricted-imports' && each.message.includes(`'${what}'`));
}
test.each(FORBIDDEN)('%s may not import %s', (where, what) => {
    expect(restricted(where, what)).toBe(true);
});
test.each(ALLOWED)('%s may import %s', (where, what) => {
    expect(restricted(where, what)).toBe(false);
});
test.each(HABITS)('%s is checked in %s', (rule, where) => {
    expect(findings.filter((each) => each.file === where).map((each) => each.rule)).toContain(rule);
});
