// Lists of customers: filters that combine, a search inside them, pages by key, and how many there are. What a filter asks for has
// an index, because somebody waits for it at the counter; a count ends at a few thousand, because nobody counts further by eye.
import { sql } from 'kysely';
import { askRows, askWholeRows, columnsAs } from './asking.js';
import { withRows } from './bulk.js';
import { fold, foldWords } from './customers.js';
/** The first text after all that begin with `ZZ`, byte by byte. */
const DELETED_END = 'Z[';
/** What lists show of a customer: a third of his columns, because reading and naming all of them costs more than finding him. */
const SHOWN = [
    ...['id', 'code', 'name', 'nickname', 'idType', 'idNumber', 'company', 'fiscalAddress', 'address', 'city'],
    ...['postalCode', 'startOn', 'status', 'paymentMethod', 'collector', 'salesperson', 'portalPasswordSealed'],
    'balanceCents',
];
export async function listCustomers(db, page) {
    const query = await pageOf(db, page, 'c.*');
    return query === null ? [] : askWholeRows(db, ...query);
}
/** The same customers, as lists show them: what is read of each is a part of what a page waits for. */
export async function listShown(db, page, columns = SHOWN) {
    const query = await pageOf(db, page, columnsAs('c', columns));
    return query === null ? [] : askRows(db, ...query);
}
const SORTS = { code: 'c.code', name: 'c.name, c.id', debt: 'c.balance_cents desc, c.id' };
/** Null where nobody can be in it. */
async function pageOf(db, page, columns) {
    if (isEmpty(page))
        return null;
    const { order = 'code', limit, afterCode } = page;
    const word = onlyWord(page);
    if (word !== null && (await atMost(db, `select 1 ${LONGER}`, [word, wordsEnd(word)], FEW)))
        return pageOfWord(word, page, columns);
    const { conditions, values } = await filtered(db, page, FEW);
    if (afterCode !== undefined)
        await addStart({ conditions, values }, db, order, afterCode);
    const text = `select ${columns} from customers c where ${conditions.join(' and ')} order by ${SORTS[order]} limit ?`;
    return [text, [...values, limit]];
}
/** The one word that is all that is asked for, of a page by code. */
function onlyWord({ order = 'code', search, deleted: _either, limit: _any, afterCode: _where, ...more }) {
    const [word, another] = foldWords(search);
    const isAlone = another === undefined && Object.values(more).every((one) => one === undefined);
    return word !== undefined && isAlone && order === 'code' ? word : null;
}
/**
 * The same page read off the index of words, which has the code beside each: whoever has the word itself stands there in the order of
 * the page, however many they are, and only of the words that begin with it all are gathered.
 */
function pageOfWord(word, { deleted, limit, afterCode }, columns) {
    const after = afterCode === undefined ? '' : ' and w.code > ?';
    const more = `and ${whetherDeleted('w.code', deleted)}${after}`;
    const start = afterCode === undefined ? [] : [afterCode];
    const text = `select ${columns} from (
      select w.code, w.customer_id from words w where w.word = ? ${more}
      union select w.code, w.customer_id ${LONGER} ${more} order by 1 limit ?
    ) f join customers c on c.id = f.customer_id order by f.code`;
    return [text, [word, ...start, word, wordsEnd(word), ...start, limit]];
}
const LONGER = 'from words w where w.word > ? and w.word < ?';
/** The first text after all that begin with the word. */
const wordsEnd = (word) => `${word}\u{10FFFF}`;
/** How many a filter finds; `most` where there are as many or more. */
export async function countCustomers(db, filter, most) {
    if (isEmpty(filter))
        return 0;
    const { conditions, values } = await filtered(db, filter, FEW_COUNTED);
    const text = `select count(*) as count from (select c.id from customers c where ${conditions.join(' and ')} limit ?) as found`;
    const [row] = await askRows(db, text, [...values, most]);
    return row?.count ?? 0;
}
function whetherDeleted(code, wanted) {
    const deleted = `${code} >= 'ZZ' and ${code} < '${DELETED_END}'`;
    // Not the same said with `or`: SQLite would look both sides up and sort everybody.
    return wanted ? deleted : `not (${deleted})`;
}
/** Nobody can be in it. */
const isEmpty = ({ cities, codes }) => cities?.length === 0 || codes?.length === 0;
async function addStart({ conditions, values }, db, order, afterCode) {
    if (order === 'code') {
        conditions.push('c.code > ?');
        values.push(afterCode);
        return;
    }
    const last = await db
        .selectFrom('customers')
        .select(['id', 'name', 'balanceCents'])
        .where('code', '=', afterCode)
        .executeTakeFirst();
    if (last === undefined)
        return;
    if (order === 'name') {
        conditions.push('(c.name, c.id) > (?, ?)');
        values.push(last.name, last.id);
        return;
    }
    conditions.push('c.balance_cents <= ? and (c.balance_cents < ? or c.id > ?)');
    values.push(last.balanceCents, last.balanceCents, last.id);
}
/** As columns, those of a filter that must be equal. */
const EQUAL = {
    ...{ postalCode: 'postal_code', status: 'status', company: 'company' },
    ...{ paymentMethod: 'payment_method', collector: 'collector', salesperson: 'salesperson' },
};
const ACCOUNTS = { owes: '>', credit: '<', even: '=' };
/** `few`: see `Owners`. */
async function filtered(db, filter, few) {
    const asked = { conditions: [], values: [] };
    const add = (condition, ...values) => {
        asked.conditions.push(condition);
        asked.values.push(...values);
    };
    const among = (column, wanted) => add(`${column} in (${wanted.map(() => '?').join(', ')})`, ...wanted);
    const flag = (column, wanted) => {
        // In the text: an index of part of the rows is not found by a parameter.
        if (wanted !== undefined)
            add(`${column} = ${wanted ? 1 : 0}`);
    };
    add(whetherDeleted('c.code', filter.deleted));
    for (const [name, column] of Object.entries(EQUAL)) {
        const wanted = filter[name];
        if (wanted !== undefined)
            add(`c.${column} = ?`, wanted);
    }
    flag('c.free', filter.free);
    flag('c.blockable', filter.blockable);
    if (filter.password !== undefined)
        add(`c.portal_password_sealed is ${filter.password === 'none' ? '' : 'not '}null`);
    if (filter.cities !== undefined)
        among('c.city', filter.cities);
    if (filter.codes !== undefined)
        among('c.code', filter.codes);
    if (filter.account !== undefined)
        add(`c.balance_cents ${ACCOUNTS[filter.account]} 0`);
    if (filter.service === 'none')
        add(`not exists (${IN_SERVICE} and n.customer_id = c.id)`);
    for (const owners of ownersAsked(filter)) {
        const gathered = owners.areMany !== true && (await atMost(db, owners.rows, owners.values, few));
        add(gathered ? `c.id in (${owners.rows})` : `exists (${owners.rows} and ${owners.owner} = c.id)`, ...owners.values);
    }
    return asked;
}
const FEW = 2_000;
const FEW_COUNTED = 30_000;
async function atMost(db, rows, values, most) {
    const text = `select count(*) as count from (${rows} limit ?) as some_of_them`;
    const [row] = await askRows(db, text, [...values, most + 1]);
    return (row?.count ?? 0) <= most;
}
const IN_SERVICE = 'select n.customer_id from connections n where n.in_service = 1';
function ownersAsked({ search, service, routerId, siteId, planId }) {
    const asked = [];
    const connections = (rows, ...values) => asked.push({ owner: 'n.customer_id', rows, values });
    for (const word of foldWords(search)) {
        const rows = 'select w.customer_id from words w where w.word >= ? and w.word < ?';
        asked.push({ owner: 'w.customer_id', rows, values: [word, wordsEnd(word)] });
    }
    if (routerId !== undefined)
        connections('select n.customer_id from connections n where n.router_id = ?', routerId);
    if (siteId !== undefined)
        connections('select n.customer_id from connections n join routers r on r.id = n.router_id where r.site_id = ?', siteId);
    if (planId !== undefined)
        connections('select n.customer_id from connections n where n.plan_id = ?', planId);
    if (service === 'promise') {
        const rows = 'select p.customer_id from promises p where p.ended_at is null';
        asked.push({ owner: 'p.customer_id', rows, values: [] });
    }
    if (service === 'cut' || service === 'served') {
        const observed = service === 'cut' ? 'cut' : 'active';
        const rows = `select n.customer_id from connections n join places p on p.connection_id = n.id
      where n.in_service = 1 and p.is_current = 1 and p.observed = '${observed}'`;
        asked.push({ owner: 'n.customer_id', rows, values: [], ...(service === 'served' ? { areMany: true } : {}) });
    }
    return asked;
}
/**
 * How a city is written by the customers who live there, accents and capitals no matter. Folded here, so that both databases
 * find the same; there are few cities, and few who ask.
 */
export async function citiesLike(db, city) {
    const wanted = fold(city.trim());
    return (await valuesOf(db, 'city')).filter((one) => fold(one) === wanted);
}
const FACET_COLUMNS = {
    ...{ company: 'company', city: 'city', postalCode: 'postal_code', status: 'status' },
    ...{ paymentMethod: 'payment_method', collector: 'collector', salesperson: 'salesperson' },
    ...{ till: 'till', contractType: 'contract_type' },
};
const FACETS_MOST = 500;
/** The values that customers have there, in order: one look at the index for each, however many customers there are. */
export async function valuesOf(db, facet) {
    const column = sql.raw(FACET_COLUMNS[facet]);
    const { rows } = await sql `
    with recursive found (value) as (
      select min(${column}) from customers where ${column} is not null
      union all
      select (select min(${column}) from customers where ${column} > found.value) from found where found.value is not null
    ) select value from found where value is not null limit ${FACETS_MOST}`.execute(db.withoutPlugins());
    return rows.map(({ value }) => String(value));
}
export async function serviceStates(db, customerIds) {
    const states = new Map();
    for (const id of customerIds)
        states.set(id, { customerId: id, inService: 0, active: 0, cut: 0, hasPromise: 0 });
    const rows = customerIds.map((id) => [id]);
    const lines = await withRows(db, [['id', 'bigint']], rows, OBSERVED);
    const promises = await withRows(db, [['id', 'bigint']], rows, PROMISED);
    for (const { customerId, observed } of lines) {
        const state = states.get(customerId);
        if (state === undefined)
            continue;
        state.inService++;
        if (observed === 'active')
            state.active++;
        if (observed === 'cut')
            state.cut++;
    }
    for (const { customerId } of promises) {
        const state = states.get(customerId);
        if (state !== undefined)
            state.hasPromise = 1;
    }
    return states;
}
// Two statements: joined, each connection would be asked for the promise of its customer again.
const OBSERVED = `select c.customer_id as "customerId", p.observed from v join connections c on c.customer_id = v.id
  left join places p on p.connection_id = c.id and p.is_current = 1 where c.in_service = 1`;
const PROMISED = 'select m.customer_id as "customerId" from v join promises m on m.customer_id = v.id where m.ended_at is null';
//# sourceMappingURL=customer-list.js.map