import { describe, expect, it } from 'vitest';
import { around, fill, readTemplate, TEMPLATE_MAX } from './print.js';
const FIELDS = { empresa: true, logo: true, clientes: { nombre: true, saldo: true, telefonos: { numero: true } } };
const FACTS = {
    empresa: 'Wisp & Cía',
    logo: '',
    clientes: [
        { nombre: '<script>alert(1)</script>', saldo: 0, telefonos: [{ numero: '11 4444' }, { numero: '11 5555' }] },
        { nombre: `O'Brien "el" \`rey\`=`, saldo: '12,50', telefonos: [] },
    ],
};
function filled(source, facts = FACTS) {
    const read = readTemplate(source, FIELDS);
    if (!read.ok)
        throw new Error(JSON.stringify(read.problems));
    return fill(read.pieces, facts);
}
const problems = (source) => {
    const read = readTemplate(source, FIELDS);
    return read.ok ? [] : read.problems.map(({ line, what, about }) => `${line} ${what} ${about}`);
};
describe('a template', () => {
    it('shows values escaped, whatever they are', () => {
        expect(filled('<b>{{ empresa }}</b>')).toBe('<b>Wisp &amp; Cía</b>');
        expect(filled('{{#clientes}}[{{nombre}}]{{/clientes}}')).toBe('[&lt;script&gt;alert(1)&lt;/script&gt;][O&#39;Brien &quot;el&quot; &#96;rey&#96;&#61;]');
    });
    it('repeats lists, lists in lists, and sees from inside what is around', () => {
        expect(filled('{{#clientes}}{{empresa}}:{{#telefonos}}{{numero}};{{/telefonos}} {{/clientes}}')).toBe('Wisp &amp; Cía:11 4444;11 5555; Wisp &amp; Cía: ');
    });
    it('shows a section where a value is there and its opposite where it is not', () => {
        const source = '{{#logo}}logo{{/logo}}{{^logo}}sin logo{{/logo}}{{^clientes}}nadie{{/clientes}}';
        expect(filled(source)).toBe('sin logo');
        expect(filled(source, { ...FACTS, logo: 'x', clientes: [] })).toBe('logonadie');
        expect(filled('{{#clientes}}{{^telefonos}}{{saldo}}{{/telefonos}}{{#saldo}}!{{/saldo}}{{/clientes}}')).toBe('12,50!');
    });
    it('leaves comments out and other braces alone', () => {
        expect(filled('a{{! nota }}b { c } td{color:red}')).toBe('ab { c } td{color:red}');
    });
    it('says where what is wrong, all at once', () => {
        expect(problems('{{empresa}}\n{{nombre}}\n{{#clientes}}{{nada}}\n{{/otra}}{{constructor}}\n{{#logo}}')).toEqual([
            '2 unknown nombre',
            '3 unclosed clientes',
            '3 unknown nada',
            '4 unopened otra',
            '4 unknown constructor',
            '5 unclosed logo',
        ]);
        expect(problems('{{empresa')).toEqual(['1 malformed {{empresa']);
        expect(problems('}}')).toEqual(['1 malformed }}']);
        expect(problems('{{ a b }}')).toEqual(['1 malformed {{ a b }}']);
        expect(problems('{{clientes}}')).toEqual(['1 malformed {{clientes}}']);
        expect(problems('{{/clientes}}')).toEqual(['1 unopened clientes']);
    });
    it.each([
        '<script>',
        '< IFRAME src=x>',
        '<img src=x onerror=alert(1)>',
        '<form>',
        '<meta http-equiv=refresh>',
        '<a href="javascript:x">',
    ])('refuses %s', (source) => {
        expect(problems(`\n${source}`)[0]).toMatch(/^2 forbidden /);
    });
    it('is as long as it may be and no longer', () => {
        expect(problems('x'.repeat(TEMPLATE_MAX))).toEqual([]);
        expect(problems('x'.repeat(TEMPLATE_MAX + 1))).toEqual([`1 long ${TEMPLATE_MAX + 1}`]);
    });
    it('is read in time that grows with its length alone', () => {
        const from = performance.now();
        for (const source of ['{{', '{{#', '<', ' on', '{{ ', '{{a}}', '{{!'])
            problems(source.repeat(TEMPLATE_MAX / source.length));
        expect(performance.now() - from).toBeLessThan(10_000);
    });
    it('can be taken apart around its list', () => {
        const read = readTemplate('<p>{{empresa}}<p>{{#clientes}}{{nombre}}{{/clientes}}fin', FIELDS);
        const parts = read.ok ? around(read.pieces, 'clientes') : null;
        expect(parts).toEqual({ before: ['<p>', { value: 'empresa' }, '<p>'], each: [{ value: 'nombre' }], after: ['fin'] });
        expect(around(['x'], 'clientes')).toBeNull();
    });
});
describe('a template that is made to take long', () => {
    const most = (part) => part.repeat(Math.floor(TEMPLATE_MAX / part.length));
    const half = (part) => part.repeat(Math.floor(TEMPLATE_MAX / 2 / part.length));
    it.each([
        ['a tag of spaces that does not end', `{{${' '.repeat(TEMPLATE_MAX - 2)}`, false],
        ['an element of spaces that is none', `<${' '.repeat(TEMPLATE_MAX - 1)}`, true],
        ['spaces on both sides of a slash', `<${half(' ')}/${half(' ').slice(2)}`, true],
        ['a mistake in each of many lines', most('{{nadie}}\n'), false],
        ['many forbidden elements', most('<form\n'), false],
        ['sections that never end', most('{{#fecha}}'), false],
        ['sections in sections', half('{{#fecha}}') + half('{{/fecha}}'), false],
        ['as many as there may be', '{{#fecha}}'.repeat(20) + '{{/fecha}}'.repeat(20), true],
    ])('is read at once: %s', (_, source, ok) => {
        const read = readTemplate(source, { fecha: true, clientes: { nombre: true } }, 'clientes');
        expect(read.ok).toBe(ok);
        if (read.ok)
            expect(fill(read.pieces, { fecha: 'hoy' }).length).toBeLessThanOrEqual(TEMPLATE_MAX);
        else
            expect(read.problems.length).toBeLessThanOrEqual(20);
    });
});
