// Amounts as people type them. In Spanish `12.345,67`: dots part thousands, a comma the cents; in English the other way round.
// The other's sign is taken where it can mean one thing only (`5000.50`); what could be read in two ways is refused, because a
// payment that was read a thousand times too large is worse than one that is typed again.
import { parseAmount } from '../../core/rules/money.js';
/** Null when it is no amount, or could be two. */
export const readAmount = (lang, text) => parseAmount(plainAmount(lang, text));
/** As acts and settings take it, `1234.50`. What is no amount, or could be two, stays as it was typed: they refuse it by its field. */
export function plainAmount(lang, text) {
    const [thousands, decimal] = lang.startsWith('es') ? ['.', ','] : [',', '.'];
    const typed = text.replaceAll(/[\s\u00A0\u202F$]/g, '').replaceAll('\u2212', '-');
    const [, sign, rest] = /^([+-]?)([\d.,]+)$/.exec(typed) ?? [];
    if (sign === undefined || rest === undefined)
        return text;
    const inGroups = new RegExp(`^\\d{1,3}(\\${thousands}\\d{3})+(\\${decimal}\\d{1,2})?$`);
    if (inGroups.test(rest))
        return sign + rest.replaceAll(thousands, '').replace(decimal, '.');
    return /^\d+([.,]\d{1,2})?$/.test(rest) ? sign + rest.replace(',', '.') : text;
}
