// The codec against bytes made by another hand: every length form, every cut of a stream, text of every kind, and what a
// router never sends.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSentence as encodeElsewhere } from '../../../fixtures/peers/routeros-caller.js';
import { encodeSentence, LIMITS, SentenceReader } from './sentence.js';
function readAll(pieces, limits = LIMITS) {
    const replies = [];
    const reader = new SentenceReader(limits, (reply) => replies.push(reply));
    for (const piece of pieces) {
        const violation = reader.push(piece);
        if (violation !== null)
            return { replies, violation, pending: reader.pending };
    }
    return { replies, violation: null, pending: reader.pending };
}
function cutAt(bytes, places) {
    const edges = [0, ...[...places].sort((a, b) => a - b), bytes.length];
    return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge));
}
const STREAM = Buffer.concat([
    encodeElsewhere('!re', '=.id=*1', '=list=ispcube-cut', '=address=10.0.0.1', '=comment=', '.tag=1'),
    encodeElsewhere('!re', '.tag=1', `=text=${'x'.repeat(300)}`, '=name=Łódź 日本 ñ'),
    encodeElsewhere('!empty', '.tag=22'),
    encodeElsewhere('!trap', '.tag=3', '=category=2', '=message=interrupted'),
    encodeElsewhere('!done', '.tag=3', '=ret=*1A'),
    encodeElsewhere('!fatal', 'session terminated', 'on request'),
]);
describe('encoding', () => {
    it.each([0, 1, 0x7f, 0x80, 0x3fff, 0x4000, 0x1fffff, 0x200000])('writes a word of %i bytes as another encoder does', (size) => {
        const words = ['/a/b', `=${'v'.repeat(Math.max(0, size - 1))}`.slice(0, size) || '=', '=last=ñ'];
        expect(Buffer.from(encodeSentence(words, 0), 'latin1').equals(encodeElsewhere(...words))).toBe(true);
    });
    it('writes any text as another encoder does, the tag last', () => {
        const property = fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), fc.integer({ min: 1 }), (words, tag) => {
            const ours = Buffer.from(encodeSentence(words, tag), 'latin1');
            expect(ours.equals(encodeElsewhere(...words, `.tag=${tag}`))).toBe(true);
        });
        fc.assert(property, { numRuns: 300 });
    });
});
describe('reading', () => {
    const whole = readAll([STREAM]).replies;
    it('understands every kind of reply', () => {
        expect(whole.map(({ word, tag }) => [word, tag])).toEqual([
            ['!re', 1],
            ['!re', 1],
            ['!empty', 22],
            ['!trap', 3],
            ['!done', 3],
            ['!fatal', 0],
        ]);
        expect(whole[0]?.row).toEqual({ '.id': '*1', list: 'ispcube-cut', address: '10.0.0.1', comment: '' });
        expect(whole[1]?.row.name).toBe('Łódź 日本 ñ');
        expect(whole[3]?.row).toEqual({ category: '2', message: 'interrupted' });
        expect(whole[4]?.row.ret).toBe('*1A');
        expect(whole[5]?.text).toBe('session terminated on request');
    });
    it('reads the same whatever the cut', () => {
        for (let at = 0; at <= STREAM.length; at++)
            expect(readAll(cutAt(STREAM, [at])).replies).toEqual(whole);
        expect(readAll(cutAt(STREAM, [...STREAM.keys()])).replies).toEqual(whole);
    });
    it('reads the same whatever the cuts, and holds nothing afterwards', () => {
        const word = fc.tuple(fc.stringMatching(/^[a-z-]{1,12}$/), fc.string({ unit: 'grapheme', maxLength: 300 }));
        const sentences = fc.array(fc.tuple(fc.constantFrom('!re', '!done', '!huh'), fc.array(word), fc.nat(99)), { maxLength: 8 });
        const property = fc.property(sentences, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (said, cuts) => {
            const bytes = Buffer.concat(said.map(([first, words, tag]) => encodeElsewhere(first, ...words.map(([name, value]) => `=${name}=${value}`), `.tag=${tag}`)));
            const places = cuts.map((part) => Math.floor(part * bytes.length));
            const { replies, pending } = readAll(cutAt(bytes, places));
            expect(replies.map(({ word: first, tag, row }) => [first, tag, row])).toEqual(said.map(([first, words, tag]) => [first, tag, Object.fromEntries(words)]));
            expect(pending).toBe(0);
        });
        fc.assert(property, { numRuns: 200 });
    });
    it.each([0x7f, 0x80, 0x3fff, 0x4000, 70_000, 0x1fffff, 0x200000])('reads a word of %i bytes', (size) => {
        const value = 'v'.repeat(size - '=text='.length);
        const bytes = encodeElsewhere('!re', `=text=${value}`, '.tag=7');
        const { replies } = readAll(cutAt(bytes, [1, 5, 6, 7, 8, 9, Math.floor(size / 2)]));
        expect(replies[0]?.row.text === value).toBe(true);
    });
    it('walks a long answer once, not once a piece', () => {
        // 300,000 pieces into one sentence: were each to walk or copy what is there already, this would take minutes.
        const words = Array.from({ length: 30_000 }, (_, i) => `=p${i % 100}=v`);
        const bytes = encodeElsewhere('!re', ...words);
        const started = performance.now();
        expect(readAll(cutAt(bytes, [...bytes.keys()]), { ...LIMITS, words: 40_000 }).replies).toHaveLength(1);
        expect(performance.now() - started).toBeLessThan(5000);
    });
    it('takes text that is not UTF-8 as Windows-1252', () => {
        const bytes = Buffer.concat([
            Buffer.of(3),
            Buffer.from('!re'),
            Buffer.of(11),
            Buffer.from('=name=Mu\xf1oz', 'latin1'),
            Buffer.of(0),
        ]);
        expect(readAll([bytes]).replies[0]?.row.name).toBe('Muñoz');
        const euro = Buffer.concat([
            Buffer.of(3),
            Buffer.from('!re'),
            Buffer.of(9),
            Buffer.from('=n=\x80\x93a\x94\xe9\xff', 'latin1'),
            Buffer.of(0),
        ]);
        expect(readAll([euro]).replies[0]?.row.n).toBe('€“a”éÿ');
    });
    it('gives no number to a tag that is none of ours', () => {
        for (const tag of ['x1', '', '1x', '-3', '12345678901234567890']) {
            expect(readAll([encodeElsewhere('!done', `.tag=${tag}`)]).replies[0]?.tag).toBe(0);
        }
    });
    it('skips sentences without a word', () => {
        expect(readAll([Buffer.of(0, 0, 0), encodeElsewhere('!done')]).replies).toHaveLength(1);
    });
    it('keeps two names apart that look alike in length and ends', () => {
        const names = ['reply-src-address', 'reply-dst-address', 'src-address', 'dst-address', 'a', 'b', 'abca', 'acba'];
        const sentence = encodeElsewhere('!re', ...names.map((name) => `=${name}=${name}`));
        for (const { row } of readAll([sentence, sentence, sentence]).replies)
            expect(row).toEqual(Object.fromEntries(names.map((name) => [name, name])));
    });
});
describe('giving up', () => {
    it.each([0xf1, 0xf8, 0xfc, 0xff])('on a length that begins with %i, wherever it stands', (first) => {
        expect(readAll([Buffer.of(first)]).violation).toMatchObject({ bytes: Buffer.of(first) });
        const later = readAll([encodeElsewhere('!done', '.tag=1'), Buffer.from('\x03!re'), Buffer.of(first, 1, 2)]);
        expect(later.replies).toHaveLength(1);
        expect(later.violation?.bytes).toEqual(Buffer.of(first, 1, 2));
    });
    it('on text of something that is no router, at its first bytes', () => {
        expect(readAll([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]).violation?.reason).toBe('no reply word');
        expect(readAll([Buffer.from('SS')]).violation).not.toBeNull();
        expect(readAll([encodeElsewhere('re', '=a=b')]).violation).not.toBeNull();
    });
    it('on a word or a sentence beyond the limits, before it has come', () => {
        const limits = { wordBytes: 1000, sentenceBytes: 5000, words: 120, replyBytes: 1e6 };
        const long = encodeElsewhere('!re', `=a=${'x'.repeat(2000)}`);
        expect(readAll([long.subarray(0, 8)], limits).violation?.reason).toContain('word of 2003 bytes');
        const wide = encodeElsewhere('!re', ...Array.from({ length: 100 }, () => `=a=${'x'.repeat(100)}`));
        const { violation, pending } = readAll(cutAt(wide, [...wide.keys()]), limits);
        expect(violation?.reason).toContain('sentence of over 5000');
        expect(pending).toBeLessThan(6000);
        const many = encodeElsewhere('!re', ...Array.from({ length: 200 }, (_, index) => `=p${index}=`));
        expect(readAll([many], limits).violation?.reason).toContain('sentence of over 120 words');
        expect(readAll([Buffer.of(0xf0, 0xff, 0xff, 0xff, 0xff)], limits).violation).not.toBeNull();
    });
    it('never throws on bytes of any kind', () => {
        const property = fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
            expect(() => readAll(pieces.map((piece) => Buffer.from(piece)))).not.toThrow();
        });
        fc.assert(property, { numRuns: 500 });
    });
});
