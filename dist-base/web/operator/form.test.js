import { describe, expect, it } from 'vitest';
import { askSent, everyIn, seenIn, sentIn, typedIn } from './form.js';
describe('what a form sent', () => {
    const body = { name: ' Ana ', phone: ['1', '2'], file: { x: 1 }, may: ['a', 'b'], one: 'a' };
    it('is texts; the first counts of a field that came twice, and anything else is blank', () => {
        expect(typedIn(body, 'name', 'phone', 'file', 'email')).toEqual({ name: 'Ana', phone: '1', file: '', email: '' });
        expect(typedIn([], 'name')).toEqual({ name: '' });
        expect(typedIn(undefined, 'name')).toEqual({ name: '' });
    });
    it('leaves out what was not sent, where that stays as it is', () => {
        expect(sentIn(body, ['name', 'phone', 'email'])).toEqual({ name: ' Ana ', phone: '1' });
        expect(everyIn(body, 'may')).toEqual(['a', 'b']);
        expect(everyIn(body, 'one')).toEqual(['a']);
        expect(everyIn(body, 'file')).toEqual([]);
        expect(everyIn(null, 'may')).toEqual([]);
    });
    it('says what it showed before, or nothing', () => {
        expect(seenIn('{"name":"Ana"}')).toEqual({ name: 'Ana' });
        for (const tampered of ['', '{', '[1]', '{"name":1}', 'null'])
            expect(seenIn(tampered)).toBe(null);
    });
    it('without an id of its own it is one form, and not the next one', () => {
        const id = '6f1c9f36-8f0e-4c0e-9d0e-2f6a3b1c9d10';
        expect(askSent.parse(id)).toBe(id);
        expect(askSent.parse('x')).not.toBe(askSent.parse('x'));
    });
});
