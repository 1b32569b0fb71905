import { expect, test } from 'vitest';
import { problemsOf } from './house-rules.js';
const HEAD = '// Says what it promises.\n';
function messages(path, text = HEAD) {
    return problemsOf(path, text).map((problem) => `${problem.line}: ${problem.message}`);
}
test.each([
    'core/utils.ts',
    'core/rules/date-helpers.ts',
    'daemon/common/loop.ts',
    'web/service.ts',
    'core/types.ts',
    'cli/base.test.ts',
])('%s says nothing by its name', (path) => {
    expect(messages(path)).toEqual([expect.stringMatching(/^1: the name ".*" does not say what is in it$/)]);
});
test.each([
    'cli/database.ts',
    'daemon/radius/intake.ts',
    'core/rules/plan.ts',
    'scripts/setup',
    '.ci/run',
    'README.md',
    'ispcube.config.ts',
])('%s is fine', (path) => {
    expect(messages(path)).toEqual([]);
});
test.each(['notes.md', 'src/index.ts', 'isp.config.ts'])('%s is not part of the layout', (path) => {
    expect(messages(path)).toEqual([expect.stringContaining('is not part of the layout')]);
});
test.each([
    ['export class OrderManager {', /OrderManager does not say/],
    ['export interface BaseDriver {', /BaseDriver does not say/],
    ['export type CustomerInfo = string', /CustomerInfo does not say/],
    ['// TODO later', /open end/],
    ["const path = '/home/ana/isp.db'", /path of one machine/],
    ["vi.mock('./debt.ts')", /mocked module/],
    ['const now = new Date()', /core has no clock/],
    ['const now = Temporal.Now.instant()', /core has no clock/],
])('%s', (line, expected) => {
    expect(messages('core/rules/debt.ts', `${HEAD}\n${line}\n`)).toEqual([expect.stringMatching(expected)]);
    expect(messages('core/rules/debt.ts', `${HEAD}\n${line}\n`)[0]).toMatch(/^3: /);
});
test('queries are written in core/store alone', () => {
    const text = `${HEAD}\nawait db.selectFrom('orders').execute()\n`;
    expect(messages('core/acts/pay.ts', text)).toEqual([expect.stringMatching(/a query outside core\/store/)]);
    expect(messages('core/store/orders.ts', text)).toEqual([]);
});
test.each([
    'export const inService = true',
    'export function baseline(): void {}',
    '// TODO(#12): the second company',
    'const day = new Date(at)',
])('%s is fine', (line) => {
    expect(messages('daemon/loop.ts', `${HEAD}${line}\n`)).toEqual([]);
});
test('a file opens with what it promises, in eight lines at most', () => {
    expect(messages('core/a.ts', 'export {}\n')).toEqual(['1: opens without saying what it promises']);
    expect(messages('core/a.ts', '// x\n'.repeat(9) + 'export {}\n')).toEqual([expect.stringContaining('opens with 9 lines')]);
    expect(messages('cli/main.ts', '#!/usr/bin/env node\n// Says.\n')).toEqual([]);
    expect(messages('core/a.test.ts', 'export {}\n')).toEqual([]);
});
test('what devices answered is left as it came', () => {
    expect(messages('fixtures/devices/routeros/a.txt', 'TODO in /home/admin/x')).toEqual([]);
});
