// The lists that fields of a customer are chosen from: administrative states and postal codes, made, renamed and taken away. Who
// has one that is renamed has the new one; who has one that is taken away keeps it until he is given another.
import { Fault } from '../fault.js';
import * as store from '../store/choices.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
const TEXT_MAX = 100;
/** One line, or a fault that names the field. */
function line(column, text, isNeeded) {
    const given = text.trim().replaceAll(/\s+/g, ' ');
    if (given.length <= TEXT_MAX && !/\p{Cc}/u.test(given) && (given !== '' || !isNeeded))
        return given;
    const expected = `${isNeeded ? '1 to ' : 'at most '}${TEXT_MAX} characters on one line`;
    throw new Fault('input-invalid', `${column}: "${given.slice(0, TEXT_MAX)}" is not acceptable; expected ${expected}`, {
        columns: [column],
    });
}
/** Null `id`: a new one. */
export async function saveStatus(db, ask, told) {
    const name = line('name', ask.name, true);
    return within(db, async (tx) => {
        const same = await store.statusNamed(tx, name);
        if (same !== undefined && same.id !== ask.id)
            throw taken('name', name);
        if (ask.id === null) {
            const id = await store.insertStatus(tx, name);
            await log(tx, told, 'status-added', id, { name });
            return { id, moved: 0 };
        }
        const before = required(await store.statusById(tx, ask.id));
        if (before.name === name)
            return { id: ask.id, moved: 0 };
        await store.renameStatus(tx, ask.id, name);
        const moved = await store.moveStatus(tx, before.name, name);
        await log(tx, told, 'status-renamed', ask.id, { from: before.name, to: name, customers: moved });
        return { id: ask.id, moved };
    });
}
export async function removeStatus(db, id, told) {
    return within(db, async (tx) => {
        const before = await store.statusById(tx, id);
        if (before === undefined)
            return null;
        await store.deleteStatus(tx, id);
        await log(tx, told, 'status-removed', id, { name: before.name });
        return before.name;
    });
}
/** Null `id`: a new one. */
export async function savePostalCode(db, ask, told) {
    const next = { code: line('code', ask.code, true), place: line('place', ask.place, false) };
    return within(db, async (tx) => {
        const same = (await store.placesOfCode(tx, next.code)).find((one) => one.place === next.place);
        if (same !== undefined && same.id !== ask.id)
            throw taken('code', `${next.code} ${next.place}`);
        if (ask.id === null) {
            const id = await store.insertPostalCode(tx, next);
            await log(tx, told, 'postal-code-added', id, next);
            return { id, moved: 0 };
        }
        const before = required(await store.postalCodeById(tx, ask.id));
        if (before.code === next.code && before.place === next.place)
            return { id: ask.id, moved: 0 };
        await store.changePostalCode(tx, ask.id, next);
        const moved = await store.movePostalCode(tx, before, next);
        const facts = { from: `${before.code} ${before.place}`, to: `${next.code} ${next.place}`, customers: moved };
        await log(tx, told, 'postal-code-changed', ask.id, facts);
        return { id: ask.id, moved };
    });
}
export async function removePostalCode(db, id, told) {
    return within(db, async (tx) => {
        const before = await store.postalCodeById(tx, id);
        if (before === undefined)
            return null;
        await store.deletePostalCode(tx, id);
        await log(tx, told, 'postal-code-removed', id, { code: before.code, place: before.place });
        return `${before.code} ${before.place}`.trim();
    });
}
function required(row) {
    if (row === undefined)
        throw new Fault('record-missing', 'somebody else took this one off the list');
    return row;
}
const taken = (column, what) => new Fault('record-conflict', `"${what}" is on the list already`, { column });
const log = (tx, told, what, id, facts) => addLog(tx, [{ at: told.now, by: told.by, what, about: { kind: 'choice', id }, facts }]);
