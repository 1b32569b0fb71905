// `ispcube settings`: what the ISP changes while it runs. A change restores at once whom it restores; cuts wait for the next run.
import { saveSetting } from '../../core/acts/settings.js';
import { Fault } from '../../core/fault.js';
import { isSettingKey, SETTINGS } from '../../core/settings.js';
import { storedSettings } from '../../core/store/settings.js';
import { choice } from '../arguments.js';
import { carryDeed } from '../carry.js';
import { example } from '../context.js';
import { table } from '../output.js';
export function register(program, context) {
    const settings = program.command('settings').description('list, read and change the settings of the ISP');
    example(settings, 'ispcube settings list', 'ispcube settings set unblockThreshold 1000.00');
    const listing = settings
        .command('list')
        .description('all settings with their values')
        .action(() => list(context));
    example(listing, 'ispcube settings list');
    const getting = settings
        .command('get')
        .description('the value of one setting')
        .addArgument(choice('<key>', 'of the setting', Object.keys(SETTINGS)))
        .action((key) => get(context, key));
    example(getting, 'ispcube settings get unblockThreshold');
    const changing = settings
        .command('set')
        .description('change one setting; an empty value ("") where the setting may be empty')
        .addArgument(choice('<key>', 'of the setting', Object.keys(SETTINGS)))
        .argument('<value>')
        .action((key, value) => set(context, key, value));
    example(changing, 'ispcube settings set cutPolicy monthly:11,25', 'ispcube settings set noCutWeekdays fri,sat,sun');
}
async function list(context) {
    const wired = await context.open();
    const stored = await storedSettings(wired.db);
    const rows = Object.entries(SETTINGS).map(([key, { text, about, expects }]) => ({
        key,
        value: stored.get(key) ?? text,
        default: text,
        about,
        expects,
    }));
    context.out.answer({ settings: rows }, () => table(['setting', 'value', 'default', ''], rows.flatMap((row) => [
        [row.key, row.value, row.value === row.default ? '' : row.default, row.about],
        ['', '', '', context.out.paint.dim(`may be: ${row.expects}`)],
    ])));
}
async function get(context, key) {
    if (!isSettingKey(key))
        throw new Fault('input-invalid', `there is no setting "${key}"; ispcube settings list shows them all`, { key });
    const wired = await context.open();
    const value = (await storedSettings(wired.db)).get(key) ?? SETTINGS[key].text;
    context.out.answer({ key, value }, () => `${value}\n`);
}
async function set(context, key, value) {
    const { out } = context;
    const wired = await context.open();
    const saved = await saveSetting(wired.db, { key, value }, wired.told());
    const carried = await carryDeed(wired, out, saved.orders);
    out.answer({ key: saved.key, value: saved.value, before: saved.before, changed: saved.isNew, ...carried }, () => saved.isNew
        ? `${saved.key}: ${saved.before || '(empty)'} → ${saved.value || '(empty)'}`
        : `${saved.key} is ${saved.value || '(empty)'} already`);
}
