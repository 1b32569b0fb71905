// Templates: what may stand in them, and that nothing which is put into one can get out of its place.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryComment, filled, isPlainName, readComment, templateMistakes } from './template.js';
const GOOD = {
    device: 'uname -n',
    look: 'list {list}{family}',
    read: 'lines',
    entry: '^(?<address>\\S+) # (?<comment>.*)$',
    skip: null,
    whole: null,
    refused: null,
    feed: 'feed',
    cut: 'add {list}{family} { {address} } "{comment}"',
    restore: 'del {list}{family} {address}',
    end: null,
    isListOurs: false,
    hasIpv6: true,
    atOnce: 1,
    isLegacy: false,
};
const wrong = (given) => templateMistakes({ ...GOOD, ...given }).map(({ key, message }) => `${key} ${message}`);
describe('a template', () => {
    it('is good as it is', () => {
        expect(wrong({})).toEqual([]);
        expect(wrong({ read: 'nft-json', entry: null })).toEqual([]);
        expect(wrong({ isListOurs: true, cut: 'add {address}', entry: '^(?<address>\\S+)$' })).toEqual([]);
        expect(wrong({ device: "awk '{ print $1 }' /proc/uptime; echo ${HOME}" })).toEqual([]);
    });
    it.each([
        [{ cut: 'add {comment}' }, /^cut needs \{address\}$/],
        [{ restore: 'del' }, /^restore needs \{address\}$/],
        [
            { restore: 'del {address} {comment}' },
            /^restore knows no placeholder \{comment\}; known here: \{list\} \{family\} \{address\}$/,
        ],
        [{ cut: 'add {address}' }, /^cut needs \{comment\}, .*isListOurs: true$/],
        [{ look: 'list {list}' }, /^look needs \{family\}/],
        [{ feed: 'feed {list}' }, /^feed knows no placeholder \{list\}; known here: none$/],
        [{ end: 'end {address}' }, /^end knows no placeholder/],
        [{ device: 'name {router}' }, /^device knows no placeholder/],
        [{ entry: null }, /^entry is needed with read: 'lines'$/],
        [{ entry: '^(?<comment>.*)$' }, /^entry needs the group \(\?<address>…\)$/],
        [{ entry: '^(?<address>.*)$' }, /^entry needs the group \(\?<comment>…\)$/],
        [{ read: 'nft-json' }, /^entry is for read: 'lines'$/],
        [{ skip: '(' }, /^skip is no regular expression$/],
        [{ refused: '[' }, /^refused is no regular expression$/],
    ])('is refused with %j', (given, message) => {
        expect(wrong(given)).toEqual([expect.stringMatching(message)]);
    });
});
describe('what is put into a template', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: fc.constantFrom(...'\'"`$(){};&|<>\n\\ -#*?!~%a0'.split('')) }));
    it('has no character that a command line gives a meaning', () => {
        fc.assert(fc.property(text, fc.nat(), (code, connection) => {
            const comment = entryComment(code, connection);
            expect(comment).toMatch(/^ispcube:[A-Za-z0-9._-]*:\d+$/);
            expect(comment.length).toBeLessThan(127);
            expect(readComment(comment)).toEqual({ connection });
            expect(filled('"{comment}"', { comment })).toBe(`"${comment}"`);
        }));
    });
    it('reaches a program behind a real shell as it is, quoted or not', () => {
        const comments = fc.sample(text, { numRuns: 200, seed: 7 }).map((code, connection) => entryComment(code, connection));
        const lines = comments.map((comment) => filled('printf "%s\\n" {comment} "{comment}" \'{comment}\'', { comment }));
        const out = execFileSync('sh', { input: lines.join('\n'), encoding: 'utf8' });
        expect(out.split('\n').slice(0, -1)).toEqual(comments.flatMap((comment) => [comment, comment, comment]));
    });
    it('throws for any other value, whatever the place', () => {
        fc.assert(fc.property(text, (value) => {
            const isPlain = /^[A-Za-z0-9._:/][A-Za-z0-9._:/-]*$/.test(value);
            if (isPlain)
                expect(filled('add {address}', { address: value })).toBe(`add ${value}`);
            else
                expect(() => filled('add {address}', { address: value })).toThrow(RangeError);
        }));
        for (const value of ['-f', '', 'a b', 'a\n', '$x', "'"])
            expect(() => filled('{list}', { list: value })).toThrow(/cannot stand/);
        expect(filled('{constructor} {list}', { list: '{address}'.slice(1, -1) })).toBe('{constructor} address');
    });
    it('takes names of lists that every tool takes', () => {
        expect(['ispcube-cut', '_a.b', 'a'.repeat(30)].map(isPlainName)).toEqual([true, true, true]);
        expect(['', '-f', '9x', 'a b', 'a'.repeat(31), 'ñ'].map(isPlainName)).not.toContain(true);
    });
    it.each([
        ['ispcube:000123:45', { connection: 45 }],
        ['ispcube:a:b:45', { connection: 45 }],
        ['ispcube:', { connection: null }],
        ['ispcube:x:4e1', { connection: 40 }],
        ['ispcube:x:-4', { connection: null }],
        ['ispcube rule', null],
        ['', null],
    ])('reads the comment %s', (comment, mark) => {
        expect(readComment(comment)).toEqual(mark);
    });
});
