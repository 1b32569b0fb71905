// What a form of settings sent, as the texts that settings are stored by; and back, as a form shows them.
import { z } from 'zod';
import { formatPolicy, parsePolicy } from '../../../core/rules/policy.js';
import { plainAmount } from '../../text/amount.js';
import { kindOf } from './groups.js';
export const Body = z.record(z.string().max(100), z.union([z.string().max(5000), z.array(z.string().max(5000)).max(500)]));
const one = (sent, name) => [sent[name] ?? ''].flat()[0] ?? '';
const all = (sent, name) => [sent[name] ?? []].flat();
/** The text that is stored for a key. */
export function textOf(key, sent, text) {
    const kind = kindOf(key);
    if (kind === 'switch')
        return one(sent, key) === 'si' ? 'true' : 'false';
    if (kind === 'weekdays')
        return all(sent, key).join(',');
    if (kind === 'money')
        return plainAmount(text.lang, one(sent, key));
    if (kind !== 'policy')
        return one(sent, key);
    if (one(sent, `${key}.kind`) !== 'monthly')
        return `days-after-due:${one(sent, `${key}.days`).trim()}`;
    const days = one(sent, `${key}.monthly`).split(/[\s,;]+/);
    return `monthly:${days.filter(Boolean).join(',')}`;
}
/** Fields of a stored text. */
export function fieldsOf(key, stored, text) {
    const kind = kindOf(key);
    if (kind === 'weekdays')
        return { [key]: stored.split(',').filter(Boolean) };
    if (kind === 'switch')
        return { [key]: stored === 'true' ? 'si' : '' };
    if (kind === 'money')
        return { [key]: text.lang === 'en' ? stored : stored.replace('.', ',') };
    if (kind !== 'policy')
        return { [key]: stored };
    const policy = parsePolicy(stored);
    const isMonthly = policy?.kind === 'monthly';
    return {
        [`${key}.kind`]: isMonthly ? 'monthly' : 'days',
        [`${key}.days`]: policy?.kind === 'days-after-due' ? String(policy.days) : '1',
        [`${key}.monthly`]: policy !== null && isMonthly ? formatPolicy(policy).slice('monthly:'.length).replaceAll(',', ', ') : '',
    };
}
export function saidOf(changed, restored, { settings }) {
    if (changed === 0)
        return settings.unchanged;
    return restored === 0 ? settings.saved : settings.savedAndOrdered(restored);
}
