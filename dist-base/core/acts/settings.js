// Changing settings of the ISP. What they restore is restored at once; whom they newly cut waits for the next run, like every
// other change that is not a run. Several are changed together or not at all, and the customers are decided again once.
import { Fault, isFault } from '../fault.js';
import { checkSetting, SETTINGS } from '../settings.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { loadTerms, storedSettings, storeSetting } from '../store/settings.js';
import { reorderAffected } from './reorder.js';
/** An unknown key or a value that is not acceptable is a fault that names it. */
export async function saveSetting(db, ask, told) {
    const { changes, orders } = await saveSettings(db, [ask], told);
    const [change] = changes;
    if (change === undefined)
        throw new Fault('input-invalid', 'there is no setting to save');
    return { ...change, orders };
}
/** Every value that is not acceptable is named by one fault: its `columns` are their keys. */
export async function saveSettings(db, asks, told) {
    const checked = checkAll(asks);
    return within(db, async (tx) => {
        const stored = await storedSettings(tx);
        const changes = checked.map(({ key, text, seen }) => {
            const before = stored.get(key) ?? SETTINGS[key].text;
            return {
                key,
                value: text,
                before,
                isNew: before !== text,
                isStale: before !== text && seen !== undefined && seen !== before,
            };
        });
        refuseStale(changes.filter(({ isStale }) => isStale).map(({ key }) => key));
        const news = changes.filter(({ isNew }) => isNew);
        if (news.length === 0)
            return { changes, orders: [] };
        for (const { key, value } of news)
            await storeSetting(tx, key, value, told.now);
        await loadTerms(tx); // settings that contradict each other are refused here, before anything is decided by them
        await addLog(tx, news.map(({ key, before, value }) => ({
            ...{ at: told.now, by: told.by, what: 'setting' },
            facts: { key, from: before, to: value },
        })));
        const cause = `setting:${news.map(({ key }) => key).join(',')}`;
        return { changes, orders: await reorderAffected(tx, told, cause) };
    });
}
function checkAll(asks) {
    const faults = [];
    const checked = asks.flatMap(({ key, value, before }) => {
        try {
            return [{ ...checkSetting(key, value), seen: before }];
        }
        catch (e) {
            if (!isFault(e))
                throw e;
            faults.push(e);
            return [];
        }
    });
    const [first, second] = faults;
    if (first === undefined)
        return checked;
    if (second === undefined)
        throw new Fault(first.code, first.message, { ...first.facts, columns: keysOf(faults) });
    throw new Fault('input-invalid', faults.map(({ message }) => message).join('\n'), { columns: keysOf(faults) });
}
const keysOf = (faults) => faults.map(({ facts }) => String(facts.key));
function refuseStale(keys) {
    if (keys.length === 0)
        return;
    const message = `somebody else changed ${keys.join(', ')} meanwhile: look again`;
    throw new Fault('record-conflict', message, { why: 'stale', columns: keys });
}
