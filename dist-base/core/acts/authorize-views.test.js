// The views that FreeRADIUS's SQL module reads say of every name what the rule says: a town of customers of all sorts, weeks of
// runs, payments, promises and deeds drawn from a seed, compared after every day. PostgreSQL alone has them.
import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { onPostgres } from '../../fixtures/database.js';
import { money, World } from '../../fixtures/world.js';
import { drawer } from '../../fixtures/town-people.js';
import { SETTINGS } from '../settings.js';
import { answerLogin } from './authorize.js';
import { cutByHand, restoreByHand } from './deeds.js';
import { pay } from './payments.js';
import { addPromise } from './promises.js';
import { saveSetting } from './settings.js';
/** Refusals that no view tells of: the name is in none of them, or its password is not theirs to know. */
const NOT_TOLD = ['unknown', 'ambiguous', 'closed', 'deleted'];
onPostgres('views', (open) => {
    let world;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-02T12:00');
        await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' });
    });
    /** What the module would make of the views, by name. */
    async function viewed() {
        const plain = world.db.withoutPlugins();
        const rows = async (text) => (await sql.raw(text).execute(plain)).rows;
        const own = await rows('select username as name, attribute, value from radreply order by id');
        const checks = await rows('select groupname as name, attribute, value from radgroupcheck');
        const shared = await rows('select groupname as name, attribute, value from radgroupreply order by id');
        const groups = await rows('select username as name, groupname as value from radusergroup');
        const views = new Map();
        for (const { name, value: group } of groups) {
            const isRefused = checks.some((check) => check.name === group && check.attribute === 'Auth-Type' && check.value === 'Reject');
            const lines = [...own.filter((one) => one.name === name), ...shared.filter((one) => one.name === group)];
            expect([name, views.has(name), new Set(lines.map((one) => one.attribute)).size]).toEqual([name, false, lines.length]);
            const reply = Object.fromEntries(lines.map(({ attribute, value }) => [attribute, value]));
            views.set(name, { isRefused, reply: isRefused ? {} : reply });
        }
        expect(own.filter(({ name }) => !views.has(name))).toEqual([]);
        return views;
    }
    async function expectAgreement(names) {
        const counts = {};
        const views = await viewed();
        for (const name of names) {
            const asked = { name, isPpp: false, calling: name };
            const answer = await answerLogin(world.db, asked, { now: world.now, seal: world.seal });
            const view = views.get(name) ?? null;
            const said = answer.accept ? (answer.isCut ? 'profile' : 'accept') : answer.why;
            counts[said] = (counts[said] ?? 0) + 1;
            const expected = answer.accept
                ? { isRefused: false, reply: Object.fromEntries(answer.reply) }
                : NOT_TOLD.includes(answer.why)
                    ? null
                    : { isRefused: true, reply: {} };
            expect([name, said, view]).toEqual([name, said, expected]);
        }
        return counts;
    }
    async function settle(count, draw) {
        await world.addRouter('norte');
        const none = await world.addRouter('sin', 'none');
        const plans = [];
        for (const [name, downKbps, upKbps] of [
            ['Hogar', 50_000, 2500],
            ['Fibra', 5_000_000, 1_000_000],
        ]) {
            const row = { name, priceCents: 0, downKbps, upKbps, inPortal: 1 };
            plans.push((await world.db.insertInto('plans').values(row).returning('id').executeTakeFirstOrThrow()).id);
        }
        const [codes, names] = [[], ['nobody']];
        for (let index = 0; index < count; index++) {
            const code = draw.next() < 0.1 ? `ZZ${index}` : String(index).padStart(6, '0');
            const mac = `DC:9F:DB:00:00:${draw.whole(10, 40)}`;
            const user = draw.next() < 0.05 ? mac : `u${draw.whole(0, count * 3)}`;
            const kind = draw.pick(['pppoe', 'pppoe', 'hotspot', 'radius', 'dhcp', 'queue']);
            const id = await world.customer(code, [
                {
                    kind,
                    username: kind === 'dhcp' ? null : user,
                    mac: draw.next() < 0.5 ? mac : null,
                    ip: draw.next() < 0.3 ? null : `10.9.${index >> 4}.${index & 15}`,
                    ipv6Prefix: draw.next() < 0.3 ? `2001:db8:${index + 1}::/48` : null,
                    inService: draw.next() < 0.9,
                    ...(draw.next() < 0.1 ? { router: none } : {}),
                },
            ]);
            const [connection] = await world.db.selectFrom('connections').select('id').where('customerId', '=', id).execute();
            const place = { table: 'connections', column: 'password', row: String(connection?.id) };
            await world.db
                .updateTable('connections')
                .set({ planId: draw.next() < 0.8 ? draw.pick(plans) : null, passwordSealed: world.seal.seal('clave', place) })
                .where('customerId', '=', id)
                .execute();
            if (draw.next() < 0.8)
                await world.document(id, 'FX', '5000.00', { dueOn: `2026-11-${draw.pick(['03', '06', '09', '11', '15'])}` });
            codes.push(code);
            names.push(user, mac);
        }
        return { codes, names: [...new Set(names)] };
    }
    it('agree with the rule through three weeks of a town', { timeout: 60_000 }, async () => {
        const seed = 20_261_125;
        const draw = drawer(seed);
        const { codes, names } = await settle(40, draw);
        const seen = {};
        for (let day = 3; day <= 20; day++) {
            await world.control(`2026-11-${String(day).padStart(2, '0')}`);
            world.now += 3_600_000;
            if (day === 9)
                await saveSetting(world.db, { key: 'radius.cut', value: 'profile' }, world.told);
            if (day === 12)
                await saveSetting(world.db, { key: 'radius.cutPool', value: 'cortados' }, world.told);
            if (day === 13)
                await saveSetting(world.db, { key: 'radius.list', value: 'al-dia' }, world.told);
            if (day === 14)
                await saveSetting(world.db, { key: 'radius.pool', value: 'clientes' }, world.told);
            if (day === 15)
                await saveSetting(world.db, { key: 'radius.cutRate', value: '' }, world.told);
            if (day === 16)
                await saveSetting(world.db, { key: 'radius.interimS', value: '30' }, world.told);
            if (day === 17)
                await saveSetting(world.db, { key: 'radius.cut', value: 'reject' }, world.told);
            for (const code of codes)
                if (draw.next() < 0.05)
                    await deed(code, draw);
            for (const [said, count] of Object.entries(await expectAgreement(names)))
                seen[said] = (seen[said] ?? 0) + count;
            await world.carry();
            if (day % 3 === 0)
                await expectAgreement(names);
        }
        // The town is not so peaceful that nothing was compared.
        for (const said of ['accept', 'profile', 'cut', 'unknown', 'ambiguous', 'closed', 'deleted'])
            expect([`seed ${seed}`, said, (seen[said] ?? 0) > 0]).toEqual([`seed ${seed}`, said, true]);
    });
    async function deed(code, draw) {
        const what = draw.pick(['pay', 'pay', 'some', 'promise', 'cut', 'restore']);
        try {
            if (what === 'pay')
                await pay(world.db, { code, amountCents: money('5000.00') }, world.told);
            else if (what === 'some')
                await pay(world.db, { code, amountCents: money('1500.00') }, world.told);
            else if (what === 'cut')
                await cutByHand(world.db, { code, comment: 'asked' }, world.told);
            else if (what === 'restore')
                await restoreByHand(world.db, { code, promise: 'withdraw' }, world.told);
            else
                await addPromise(world.db, { code, promisedOn: '2026-11-18' }, world.told);
        }
        catch (e) {
            expect(e).toHaveProperty('code'); // refused by the rules: a deleted customer, a promise that is live
        }
    }
    it('the differences are those that are written down, and they serve', async () => {
        const id = await world.customer('000001', [{ kind: 'pppoe', username: 'ana' }]);
        await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' });
        await world.control('2026-11-11');
        expect((await viewed()).get('ana')?.isRefused).toBe(true);
        // Another hand opened it, and a sweep saw that.
        await world.sweep(world.router, () => 'active', { lookedAt: world.now + 1000 });
        expect((await viewed()).get('ana')?.isRefused).toBe(false);
        // Paid then: nothing is left to order, and nobody is refused.
        await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
        expect((await viewed()).get('ana')?.isRefused).toBe(false);
    });
    it('have the defaults of the settings', async () => {
        const { rows } = await sql `select * from radius_terms`.execute(world.db.withoutPlugins());
        const keys = {
            cut: 'cut',
            cut_list: 'cutList',
            cut_rate: 'cutRate',
            cut_pool: 'cutPool',
            list: 'list',
            pool: 'pool',
        };
        for (const [column, key] of Object.entries(keys))
            expect([key, rows[0]?.[column]]).toEqual([key, SETTINGS[`radius.${key}`].text]);
        expect(String(rows[0]?.['interim_s'])).toBe(SETTINGS['radius.interimS'].text);
    });
    it('find a name through an index', async () => {
        await world.addRouter('norte');
        await world.customers(1, 300);
        await sql `update connections set username = 'u' || id, kind = 'pppoe'`.execute(world.db);
        await sql `analyze`.execute(world.db);
        await sql `set enable_seqscan = off`.execute(world.db);
        for (const view of ['radreply', 'radusergroup']) {
            const { rows } = await sql `explain select * from ${sql.table(view)} where username = 'u7'`.execute(world.db);
            const plan = rows.map((row) => Object.values(row)[0]).join('\n');
            expect(plan).not.toMatch(/Seq Scan on (connections|customers|orders|places)/);
        }
    });
});
