// Deeds share transactions and know nothing of each other: what one does wrong is its own.
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { Commits } from './commits.js';
const add = (name) => async (db) => {
    await db.insertInto('sites').values({ name }).execute();
    return name;
};
const bad = (db) => add('once')(db).then(() => add('once')(db));
eachDatabase('group commit', (open) => {
    let database;
    let commits;
    beforeEach(async () => {
        database = await open();
        commits = new Commits(database.db, database.dialect === 'sqlite');
    });
    const names = async () => (await database.db.selectFrom('sites').select('name').orderBy('id').execute()).map(({ name }) => name);
    it('answers each deed with its own value, once it is there for all', async () => {
        const wanted = Array.from({ length: 30 }, (_, i) => `s${i}`);
        expect(await Promise.all(wanted.map((name) => commits.write(add(name))))).toEqual(wanted);
        expect((await names()).sort()).toEqual(wanted.sort());
    });
    it('a deed that fails leaves no trace and harms none of its group', async () => {
        const all = [commits.write(add('before')), commits.write(bad), commits.write(add('after'))];
        const settled = await Promise.allSettled(all);
        expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect((await names()).sort()).toEqual(['after', 'before']);
        expect(await commits.write(add('later'))).toBe('later');
    });
    it('what nobody waits for goes with the next that somebody does, before it', async () => {
        const soon = [commits.writeSoon(add('a')), commits.writeSoon(add('b'))];
        await commits.inOrder(soon);
        await commits.write(add('c'));
        await Promise.all(soon);
        expect((await names()).at(-1)).toBe('c');
        expect((await names()).sort()).toEqual(['a', 'b', 'c']);
    });
    it('what nobody waits for is written without any other deed, again and again', async () => {
        expect(await commits.writeSoon(add('a'))).toBe('a');
        expect(await commits.writeSoon(add('b'))).toBe('b');
        await Promise.all([commits.write(add('c')), commits.writeSoon(add('d'))]);
        expect(await commits.writeSoon(add('e'))).toBe('e');
        expect(await names()).toHaveLength(5);
    });
    describe('where no transaction can begin', () => {
        it('every deed hears why, and none waits for ever', async () => {
            await database.close();
            const settled = await Promise.allSettled([commits.write(add('a')), commits.write(add('b')), commits.writeSoon(add('c'))]);
            expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
        });
    });
});
