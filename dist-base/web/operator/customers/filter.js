// What the address of the list says: the filter, in words that people can read and keep as a bookmark. What it does not
// understand it leaves out, because an old bookmark should show a list and not an error.
import { z } from 'zod';
import { ownOf } from './own.js';
const text = z.string();
const word = text.pipe(z.string().trim().min(1).max(100)).optional().catch(undefined);
const number = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const oneOf = (values) => z.enum(values).optional().catch(undefined);
/** Rows that can be ticked at once. */
const TICKED_MAX = 200;
const codes = z
    .union([text, z.array(text)])
    .transform((given) => [...new Set([given].flat())].filter((code) => code !== '' && code.length <= 50).slice(0, TICKED_MAX))
    .optional()
    .catch(undefined);
export const Query = z.object({
    q: word,
    servicio: oneOf(['con', 'cortado', 'sin', 'compromiso']),
    cuenta: oneOf(['debe', 'favor', 'cero']),
    estado: word,
    localidad: word,
    cp: word,
    empresa: number,
    medio: word,
    cobrador: word,
    vendedor: word,
    router: number,
    nodo: number,
    plan: number,
    gratis: oneOf(['si', 'no']),
    bloquear: oneOf(['si', 'no']),
    clave: oneOf(['con', 'sin']),
    eliminados: oneOf(['si']),
    c: codes,
    orden: oneOf(['codigo', 'nombre', 'deuda']),
    desde: text.pipe(z.string().max(50)).optional().catch(undefined),
});
/** Names of parameters that narrow the list, in the order of their chips. */
export const NARROWING = [
    ...['servicio', 'cuenta', 'estado', 'localidad', 'cp', 'empresa', 'medio', 'cobrador', 'vendedor'],
    ...['router', 'nodo', 'plan', 'gratis', 'bloquear', 'clave', 'eliminados', 'c'],
];
const SERVICE = { con: 'served', cortado: 'cut', sin: 'none', compromiso: 'promise' };
const ACCOUNT = { debe: 'owes', favor: 'credit', cero: 'even' };
const ORDER = { codigo: 'code', nombre: 'name', deuda: 'debt' };
const PASSWORD = { con: 'readable', sin: 'none' };
const yes = (text) => (text === undefined ? undefined : text === 'si');
/** What this person may see of it: a collector his own customers alone, whatever the address says. */
export function filterOf(query, person) {
    const own = ownOf(person);
    return {
        search: query.q,
        service: query.servicio && SERVICE[query.servicio],
        account: query.cuenta && ACCOUNT[query.cuenta],
        status: query.estado,
        cities: query.localidad === undefined ? undefined : [query.localidad],
        postalCode: query.cp,
        company: query.empresa,
        paymentMethod: query.medio,
        collector: query.cobrador,
        salesperson: query.vendedor,
        routerId: query.router,
        siteId: query.nodo,
        planId: query.plan,
        free: yes(query.gratis),
        blockable: yes(query.bloquear),
        password: query.clave && PASSWORD[query.clave],
        deleted: query.eliminados === 'si',
        codes: query.c === undefined || query.c.length === 0 ? undefined : query.c,
        ...(own === null ? {} : { collector: own }),
    };
}
export const orderOf = ({ orden }) => ORDER[orden ?? 'codigo'];
export const LIST = '/clientes';
/** Most codes are what they are in an address too; fifty of them encoded cost a tenth of what a list does. */
const PLAIN = /^[\w.-]+$/;
/** Where a customer is opened. */
export const customerUrl = (code) => `${LIST}/${PLAIN.test(code) ? code : encodeURIComponent(code)}`;
/** What follows `?` in the address of the same list with something else in it; null takes a parameter away. */
export function queryText(query, change = {}) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, desde: undefined, ...change }))
        for (const one of Array.isArray(value) ? value : [value])
            if (one !== undefined && one !== null && one !== '')
                parameters.append(name, String(one));
    return parameters.toString();
}
/** The list, or what is made of the same filter at another address. */
export function listUrl(query, change = {}, path = LIST) {
    const text = queryText(query, change);
    return text === '' ? path : `${path}?${text}`;
}
