// The stored settings, and the terms that they make.
import { ispWordsFrom, settingOf, termsFrom } from '../settings.js';
import { askRows } from './asking.js';
export async function storedSettings(db) {
    const rows = await db.selectFrom('settings').select(['key', 'value']).orderBy('key').execute();
    return new Map(rows.map((row) => [row.key, row.value]));
}
/** Terms are rebuilt only when a setting changed: the zone inside remembers days that the next turn asks for again. */
let known = null;
export async function loadTerms(db) {
    return (await loadStampedTerms(db)).terms;
}
export async function loadIspWords(db) {
    return ispWordsFrom(await storedSettings(db));
}
export async function loadCountry(db) {
    return settingOf(await storedSettings(db), 'isp.country');
}
export async function loadStampedTerms(db) {
    const text = 'select key, value, set_at as "setAt" from settings order by key';
    const rows = await askRows(db, text, []);
    const content = JSON.stringify(rows.map((row) => [row.key, row.value]));
    if (known?.content !== content)
        known = { content, terms: termsFrom(new Map(rows.map((row) => [row.key, row.value]))) };
    return { stamp: `${rows.length}.${Math.max(0, ...rows.map((row) => row.setAt))}`, terms: known.terms };
}
/** Each change has an instant of its own, later than any before it, so that the stamp never repeats. */
export async function storeSetting(db, key, value, at) {
    const newest = await db
        .selectFrom('settings')
        .select((max) => max.fn.max('setAt').as('at'))
        .executeTakeFirst();
    const setAt = Math.max(at, (newest?.at ?? 0) + 1);
    await db
        .insertInto('settings')
        .values({ key, value, setAt })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, setAt }))
        .execute();
}
/** No setting that anybody sees: when a daemon first worked on this database. */
const FIRST_START = 'daemon.firstStartedAt';
/** Null before the first. */
export async function firstStartedAt(db) {
    const stored = await db.selectFrom('settings').select('value').where('key', '=', FIRST_START).executeTakeFirst();
    return stored === undefined ? null : Number(stored.value);
}
/** Remembers the first start; every later one gets the same answer. */
export async function firstStart(db, now) {
    const stored = await firstStartedAt(db);
    if (stored !== null)
        return stored;
    await storeSetting(db, FIRST_START, String(now), now);
    return now;
}
/** Nor is this: the sealed token of FreeRADIUS. */
const RADIUS_TOKEN = 'radius.tokenSealed';
export async function radiusTokenSealed(db) {
    const row = await db.selectFrom('settings').select('value').where('key', '=', RADIUS_TOKEN).executeTakeFirst();
    return row?.value ?? null;
}
export async function storeRadiusToken(db, sealed, at) {
    await storeSetting(db, RADIUS_TOKEN, sealed, at);
}
