// What people do in a town between two controls: invoices, payments, promises, deeds of a hand, voidings, moves, codes,
// settings, and other hands on the routers. Everything goes through the acts that commands and pages use; what an act
// refuses is refused, which is an answer like any other.
import { cutByHand, restoreByHand } from '../../core/acts/deeds.js';
import { followConnections } from '../../core/acts/moves.js';
import { adjust, pay, voidDocument } from '../../core/acts/payments.js';
import { addPromise, usePromise, withdraw } from '../../core/acts/promises.js';
import { reorder } from '../../core/acts/reorder.js';
import { saveSetting } from '../../core/acts/settings.js';
import { isFault } from '../../core/fault.js';
import { addDays } from '../../core/rules/day.js';
import { cents } from '../../core/rules/money.js';
import { MOODS } from './model-router.js';
const DEEDS = [
    [14, invoice],
    [16, payment],
    [3, adjustment],
    [4, voiding],
    [6, changeOfMind],
    [6, operatorPromise],
    [6, portalPromise],
    [2, withdrawal],
    [3, manualCut],
    [5, manualEnable],
    [3, move],
    [2, service],
    [2, recode],
    [1, flags],
    [1, setting],
    [2, otherHand],
];
const TOTAL = DEEDS.reduce((sum, [weight]) => sum + weight, 0);
/** One deed of somebody, noted in his history. */
export async function doSomething(town) {
    await doTo(town, town.draw.pick(town.residents));
}
export async function doTo(town, who) {
    let left = town.draw.between(1, TOTAL);
    const [, deed] = DEEDS.find(([weight]) => (left -= weight) <= 0) ?? [0, payment];
    try {
        town.note(who.id, await deed(town, who));
    }
    catch (error) {
        // An answer of the program, not a fault of it: this was not to be done now.
        if (!isFault(error) || !REFUSALS.has(error.code))
            throw error;
        town.note(who.id, `${deed.name} was refused: ${error.message}`);
    }
}
const REFUSALS = new Set(['input-invalid', 'record-conflict', 'record-missing']);
/** Moods change now and then, so that a bad one lasts for hours or days. */
export function changeMoods(town) {
    for (const router of town.routers) {
        if (town.draw.chance(0.25))
            router.mood = town.draw.chance(0.6) ? 'well' : town.draw.pick(MOODS);
    }
}
const codeOf = async (town, who) => (await town.db.selectFrom('customers').select('code').where('id', '=', who.id).executeTakeFirstOrThrow()).code;
const again = (town, who, cause) => town.db.transaction().execute((tx) => reorder(tx, [who.id], { ...town.world.told, cause, asker: 'deed' }));
async function invoice(town, who) {
    const today = await town.today();
    const dueOn = addDays(today, town.draw.between(0, 12));
    const amount = town.draw.pick(['400.00', '900.00', '1000.00', '5000.00', '5000.01']);
    const issuedOn = addDays(today, town.draw.chance(0.1) ? town.draw.between(1, 3) : 0);
    await town.world.document(who.id, town.draw.chance(0.8) ? 'FX' : 'FB', amount, {
        issuedOn,
        dueOn: dueOn < issuedOn ? issuedOn : dueOn,
        number: `S-${++town.invoices}`,
    });
    await again(town, who, 'import');
    return `invoice of ${amount} issued ${issuedOn} due ${dueOn}`;
}
/** The ISP invoices most of its customers, as it does twice a month here. */
export async function invoiceMost(town) {
    for (const who of town.residents)
        if (town.draw.chance(0.7))
            town.note(who.id, await invoice(town, who));
}
async function payment(town, who) {
    const { balanceCents } = await town.db
        .selectFrom('customers')
        .select('balanceCents')
        .where('id', '=', who.id)
        .executeTakeFirstOrThrow();
    const amounts = [balanceCents, balanceCents, balanceCents - 100_000, balanceCents - 100_001, 50_000].filter((amount) => amount > 0);
    const amountCents = cents(town.draw.pick(amounts.length === 0 ? [10_000] : amounts));
    const on = town.draw.chance(0.1) ? addDays(await town.today(), town.draw.between(1, 4)) : undefined;
    const noRestore = town.draw.chance(0.05);
    await pay(town.db, { code: await codeOf(town, who), amountCents, on, noRestore }, town.world.told);
    return `payment of ${amountCents} cents${on === undefined ? '' : ` post-dated to ${on}`}${noRestore ? ', not to be restored' : ''}`;
}
async function adjustment(town, who) {
    const amountCents = cents(town.draw.pick([-120_000, -30_000, 30_000, 200_000]));
    await adjust(town.db, { code: await codeOf(town, who), amountCents, comment: 'simulated' }, town.world.told);
    return `adjustment of ${amountCents} cents`;
}
async function voiding(town, who) {
    const documents = await town.db.selectFrom('documents').select(['kind', 'number']).where('customerId', '=', who.id).execute();
    if (documents.length === 0)
        return 'nothing to void';
    const { kind, number } = town.draw.pick(documents.slice(-4));
    await voidDocument(town.db, { code: await codeOf(town, who), number: `${kind} ${number}`, comment: 'simulated' }, town.world.told);
    return `voided ${kind} ${number}`;
}
/** Pays what he owes, and the cashier voids the receipt at once. */
async function changeOfMind(town, who) {
    const paid = await payment(town, who);
    const receipts = await town.db
        .selectFrom('documents')
        .select('number')
        .where('customerId', '=', who.id)
        .where('kind', '=', 'RC')
        .orderBy('id')
        .execute();
    const number = receipts.at(-1)?.number ?? '';
    await voidDocument(town.db, { code: await codeOf(town, who), number: `RC ${number}`, comment: 'simulated' }, town.world.told);
    return `${paid}, and voided at once (RC ${number})`;
}
/**
 * One customer who cannot make up his mind, while somebody applies again and again and processes die: what was sent and never
 * written down must not be forgotten on the way.
 */
export async function turmoil(town) {
    const who = town.draw.pick(town.residents);
    const place = await town.db
        .selectFrom('places')
        .select('routerId')
        .where('connectionId', '=', who.connections[0] ?? 0)
        .where('isCurrent', '=', 1)
        .executeTakeFirst();
    if (!place)
        return;
    const router = town.router(place.routerId);
    const steps = [
        () => settleDebt(town, who),
        () => voidLast(town, who),
        () => town.world.run({ kind: 'apply', by: 'cli:root' }),
        () => town.dieWith(router),
    ];
    for (let left = town.draw.between(4, 10); left > 0; left--) {
        await town.draw.pick(steps)();
        town.world.now += 1000;
    }
}
async function settleDebt(town, who) {
    const { balanceCents } = await town.db
        .selectFrom('customers')
        .select('balanceCents')
        .where('id', '=', who.id)
        .executeTakeFirstOrThrow();
    if (balanceCents <= 0)
        return;
    await pay(town.db, { code: await codeOf(town, who), amountCents: cents(balanceCents) }, town.world.told);
    town.note(who.id, 'paid all');
}
async function voidLast(town, who) {
    const voided = town.db.selectFrom('documents').select('voidsId').where('voidsId', 'is not', null);
    const last = await town.db
        .selectFrom('documents')
        .select('number')
        .where('customerId', '=', who.id)
        .where('kind', '=', 'RC')
        .where('id', 'not in', voided)
        .orderBy('id', 'desc')
        .executeTakeFirst();
    if (!last)
        return;
    await voidDocument(town.db, { code: await codeOf(town, who), number: `RC ${last.number}`, comment: 'simulated' }, town.world.told);
    town.note(who.id, `voided RC ${last.number}`);
}
async function operatorPromise(town, who) {
    const promisedOn = addDays(await town.today(), town.draw.between(0, 9));
    const { isNew } = await addPromise(town.db, { code: await codeOf(town, who), promisedOn }, town.world.told);
    return `promise for ${promisedOn}${isNew ? '' : ' again'}`;
}
async function portalPromise(town, who) {
    const offer = await usePromise(town.db, { id: `form-${town.deeds}`, customerId: who.id }, { now: town.world.now, by: 'portal' });
    return offer.ok ? `portal promise to ${offer.until}` : `portal promise not offered: ${offer.why}`;
}
async function withdrawal(town, who) {
    const { withdrawn } = await withdraw(town.db, { code: await codeOf(town, who) }, town.world.told);
    return `withdrew ${withdrawn ?? 'nothing'}`;
}
async function manualCut(town, who) {
    const { isNew } = await cutByHand(town.db, { code: await codeOf(town, who), comment: 'simulated' }, town.world.told);
    return `cut by hand${isNew ? '' : ' again'}`;
}
async function manualEnable(town, who) {
    const promise = town.draw.pick(['withdraw', 'keep', undefined]);
    const until = town.draw.chance(0.3) ? addDays(await town.today(), town.draw.between(0, 5)) : undefined;
    await restoreByHand(town.db, { code: await codeOf(town, who), promise, until }, town.world.told);
    return `enabled by hand${until === undefined ? '' : ` to ${until}`}${promise === undefined ? '' : `, promise: ${promise}`}`;
}
/** To another address, sometimes one that somebody had or has, or to another router. */
async function move(town, who) {
    const id = town.draw.pick(who.connections);
    const { kind } = await town.db.selectFrom('connections').select('kind').where('id', '=', id).executeTakeFirstOrThrow();
    const routerId = town.draw.pick(town.routers).id;
    const ip = kind === 'pppoe' ? null : `10.0.${town.draw.between(1, town.residents.length + 5)}.${town.draw.between(1, 2)}`;
    await town.db.transaction().execute(async (tx) => {
        await tx.updateTable('connections').set({ routerId, ip }).where('id', '=', id).execute();
        await followConnections(tx, town.world.told, [id]);
        await reorder(tx, [who.id], { ...town.world.told, cause: 'edit', asker: 'deed' });
    });
    return `connection ${id} moved to router ${routerId}${ip === null ? '' : `, ${ip}`}`;
}
/** Closes a connection, or puts it into service again. A closed PPPoE user is disabled, which the model does not tell from a cut. */
async function service(town, who) {
    const id = town.draw.pick(who.connections);
    const row = await town.db.selectFrom('connections').select(['inService', 'kind']).where('id', '=', id).executeTakeFirstOrThrow();
    if (row.kind === 'pppoe')
        return 'PPPoE stays in service';
    const inService = row.inService === 1 ? 0 : 1;
    await town.db.updateTable('connections').set({ inService, wasInService: 1 }).where('id', '=', id).execute();
    await again(town, who, 'edit');
    return `connection ${id} ${inService === 1 ? 'in service' : 'closed'}`;
}
async function recode(town, who) {
    const before = await codeOf(town, who);
    const other = before.endsWith('x') ? before.slice(0, -1) : `${before}x`;
    const code = before.startsWith('ZZ') ? before.slice(2) : town.draw.chance(0.5) ? `ZZ${before}` : other;
    await town.db.updateTable('customers').set({ code }).where('id', '=', who.id).execute();
    await again(town, who, 'recode');
    return `recoded from ${before} to ${code}`;
}
async function flags(town, who) {
    const free = town.draw.chance(0.3) ? 1 : 0;
    const blockable = town.draw.chance(0.8) ? 1 : 0;
    await town.db.updateTable('customers').set({ free, blockable }).where('id', '=', who.id).execute();
    await again(town, who, 'edit');
    return `free ${free}, blockable ${blockable}`;
}
const VALUES = [
    ['unblockThreshold', ['0.00', '1000.00', '3000.00']],
    ['cutPolicy', ['days-after-due:1', 'days-after-due:5', 'monthly:11,25', 'days-after-due:1']],
    ['noCutWeekdays', ['', 'fri,sat,sun', 'sun']],
    ['controlHour', ['06:00', '09:00', '06:00']],
    ['promise.maxDays', ['2', '4', '15']],
];
async function setting(town) {
    const [key, values] = town.draw.pick(VALUES);
    const value = town.draw.pick(values);
    await saveSetting(town.db, { key, value }, town.world.told);
    return `setting ${key} = ${value}`;
}
/** Somebody works on a router by himself: takes an entry away, or writes one of his own. */
async function otherHand(town, who) {
    const id = town.draw.pick(who.connections);
    const place = await town.db
        .selectFrom('places')
        .selectAll()
        .where('connectionId', '=', id)
        .where('isCurrent', '=', 1)
        .executeTakeFirst();
    if (!place || place.address === null)
        return 'another hand found nothing';
    const { entries } = town.router(place.routerId);
    town.touched.add(`${place.routerId} ${place.address}`);
    const owner = entries.get(place.address);
    if (owner === undefined)
        entries.set(place.address, null);
    else
        entries.delete(place.address);
    return `another hand ${owner === undefined ? 'wrote' : 'took'} ${place.address} on router ${place.routerId}`;
}
