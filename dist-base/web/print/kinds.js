// What the ISP can print by a template of its own: what each kind offers to a template, the model that comes with the program, and
// what a preview is filled with. A kind more is an entry more here, a model beside it, and whoever fills it. Templates are kept by
// kind; where none is kept the model holds, in the language of who prints.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate } from '../../core/rules/print.js';
import { cents } from '../../core/rules/money.js';
import { printImage, printTemplate } from '../../core/store/print-templates.js';
import { formatMoney } from '../text/format.js';
export const LOGO = 'logo';
const named = (names) => Object.fromEntries(names.split(' ').map((name) => [name, true]));
const ROW = named('codigo nombre apodo domicilio localidad telefonos correos documento servicio estado saldo debe plan');
export const PRINT_KINDS = {
    listado: {
        fields: { ...named('empresa telefono logo fecha hora usuario filtros cantidad'), clientes: ROW },
        streamed: 'clientes',
        sample: listingSample,
    },
};
export const isPrintKind = (name) => Object.hasOwn(PRINT_KINDS, name);
function listingSample(text, currency) {
    const row = (codigo, nombre, amount, more) => {
        const saldo = formatMoney(text, cents(amount), currency);
        const empty = Object.fromEntries(Object.keys(ROW).map((name) => [name, '']));
        return { ...empty, codigo, nombre, saldo, debe: amount > 0 ? saldo : '', ...more };
    };
    return {
        ...{ empresa: 'Wisp del Sur', telefono: '2227 42-0000', fecha: 'mié 25 nov 2026', hora: '10:30', usuario: 'Ana Suárez' },
        ...{ filtros: 'Localidad: Lobos', cantidad: '3' },
        clientes: [
            row('000101', 'Sofía Herrera', 1_850_000, {
                ...{ domicilio: 'Belgrano 455', localidad: 'Lobos', telefonos: '2227 41-1122, 11 5555-0199', servicio: text.states.cut },
                ...{ correos: 'sofia@correo.example', documento: 'DNI 12345678', estado: 'Activo', plan: 'Hogar 50' },
            }),
            row('000102', 'Cooperativa El Ñandú', 0, {
                ...{ apodo: 'La Cope', domicilio: 'Ruta 41 km 12', localidad: 'Salvador María', telefonos: '2227 49-3000' },
                ...{ servicio: text.states.served, documento: 'CUIT 30123456781', estado: 'Activo', plan: 'Empresa 100' },
            }),
            row('000103', 'Núñez & Hijos <Kiosco>', -25_000, {
                ...{ domicilio: 'San Martín 10, entre Salgado y Cardoner', localidad: 'Lobos', servicio: text.states.served },
            }),
        ],
    };
}
const models = new Map();
/** The model that comes with the program. */
export function modelOf(kind, lang) {
    const name = `${kind}.${lang === 'en' ? 'en' : 'es-AR'}.html`;
    const known = models.get(name);
    if (known !== undefined)
        return known;
    const source = readFileSync(join(import.meta.dirname, 'models', name), 'utf8');
    models.set(name, source);
    return source;
}
/** The template of a kind, ready to be filled: the ISP's own, or the model. */
export async function templateOf(db, kind, lang) {
    const { fields, streamed } = PRINT_KINDS[kind];
    const own = await printTemplate(db, kind);
    // One that an older program took and this one does not is not shown half: the model is.
    for (const source of [own?.source, modelOf(kind, lang)]) {
        const read = source === undefined ? null : readTemplate(source, fields, streamed);
        if (read?.ok)
            return read.pieces;
    }
    throw new Error(`the model of ${kind} in ${lang} does not read`);
}
/** As an address that holds the image itself; empty where there is none. */
export async function logoAddress(db) {
    const image = await printImage(db, LOGO);
    return image === null ? '' : `data:${image.type};base64,${image.content}`;
}
