// What is asked of a router: whole tables or single rows, and when it must be the whole table.
import { expect, it } from 'vitest';
import { ask } from './tables.js';
function asked(...names) {
    const wishes = new Map();
    for (const name of names)
        ask(wishes, 'secret', name);
    return wishes;
}
it('gathers names, and whoever wants the whole table wins', () => {
    expect(asked('juan', 'rosa', 'juan').get('secret')).toEqual(new Set(['juan', 'rosa']));
    expect(asked('juan', null).get('secret')).toBeNull();
    expect(asked(null, 'juan').get('secret')).toBeNull();
});
it('never asks by a name beyond ASCII: kept in another encoding it would not be found, and a missing user proves a cut', () => {
    expect(asked('Muñoz').get('secret')).toBeNull();
    expect(asked('juan', 'Łódź').get('secret')).toBeNull();
});
