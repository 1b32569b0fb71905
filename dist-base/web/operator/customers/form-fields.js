// The fields of a customer's form, by section: what each is called, how it is filled in and what is wrong with it.
import { COUNTRIES } from '../../../core/rules/country.js';
import { listPostalCodes, listStatuses } from '../../../core/store/choices.js';
import { valuesOf } from '../../../core/store/customer-list.js';
import { loadCountry } from '../../../core/store/settings.js';
const SECTIONS = {
    identity: ['code', 'name', 'nickname', 'customer_type', 'id_type', 'id_number', 'company', 'activity', 'start_date', 'status'],
    place: ['fiscal_address', 'address', 'street1', 'street2', 'postal_code', 'city', 'lat', 'lng'],
    contact: ['contact', 'phone', 'email'],
    billing: ['payment_method', 'payment_code', 'collector', 'salesperson', 'till'],
    contract: ['contract_signed', 'contract_type', 'contract_expires'],
    service: ['free', 'blockable', 'prenotice', 'prenotice_from', 'prenotice_to'],
    more: ['portal_password', 'extra1', 'extra2'],
};
const FLAGS = ['free', 'blockable', 'prenotice', 'contract_signed'];
const DAYS = ['start_date', 'contract_expires'];
const LONG = ['extra1', 'extra2'];
const COMPANIES = 5;
const SUGGESTED = {
    ...{ city: 'city', payment_method: 'paymentMethod', collector: 'collector', salesperson: 'salesperson' },
    ...{ till: 'till', contract_type: 'contractType' },
};
const same = (values) => values.map((value) => ({ value, label: value }));
export async function formChoices(db, words) {
    const { idTypes, customerTypes } = COUNTRIES[await loadCountry(db)];
    const yesNo = [
        { value: 'yes', label: words.yes },
        { value: 'no', label: words.no },
    ];
    const codes = await listPostalCodes(db);
    const suggestions = { postal_code: codes.map(({ code, place }) => ({ value: code, label: place })) };
    for (const [column, facet] of Object.entries(SUGGESTED))
        suggestions[column] = same(await valuesOf(db, facet));
    return {
        selects: {
            ...Object.fromEntries(FLAGS.map((column) => [column, yesNo])),
            id_type: same(idTypes),
            customer_type: same(customerTypes),
            company: Array.from({ length: COMPANIES }, (_, index) => ({ value: String(index + 1), label: String(index + 1) })),
            status: same((await listStatuses(db)).map(({ name }) => name)),
        },
        suggestions,
    };
}
export function formSections(facts, words) {
    return Object.entries(SECTIONS).map(([section, columns]) => ({
        name: section,
        title: words.sections[section],
        fields: columns.flatMap((column) => (column === 'code' && facts.code === null ? [] : [fieldOf(column, facts, words)])),
    }));
}
function fieldOf(column, facts, words) {
    const { choices, mistakes } = facts;
    const value = column === 'code' ? (facts.code ?? '') : column === 'portal_password' ? facts.password : facts.texts[column];
    const isKept = column === 'portal_password' && facts.code === null;
    const hints = words.hints;
    const attrs = {
        ...(column === 'name' || column === 'code' ? { required: '' } : {}),
        ...(choices.suggestions[column] === undefined ? {} : { list: `l-${column}` }),
        ...(column === 'portal_password' || column === 'code' ? { autocomplete: 'off', spellcheck: 'false' } : {}),
        ...(column === 'lat' || column === 'lng' ? { inputmode: 'decimal' } : {}),
        ...(column === 'prenotice_from' || column === 'prenotice_to' ? { inputmode: 'numeric' } : {}),
    };
    const options = choices.selects[column];
    const field = { name: column, label: words.columns[column], value, attrs, mistake: mistakes[column] };
    const hint = isKept ? words.hints.passwordKept : hints[column];
    if (options === undefined)
        return { ...field, hint, kind: LONG.includes(column) ? 'textarea' : 'input', type: DAYS.includes(column) ? 'date' : 'text' };
    // One that is no longer offered is still his.
    const isOffered = value === '' || options.some((option) => option.value === value);
    const none = FLAGS.includes(column) || column === 'company' ? {} : { none: words.choose };
    return { ...field, ...none, hint, kind: 'select', options: isOffered ? options : [{ value, label: value }, ...options] };
}
const ORDER = Object.values(SECTIONS).flat();
/** By field, in the order of the form: what is wrong with it, as its reader would say it. */
export function mistakeTexts(mistakes, idType, words) {
    const inOrder = mistakes.toSorted((one, other) => ORDER.indexOf(one.column) - ORDER.indexOf(other.column));
    return Object.fromEntries(inOrder.map((one) => [one.column, mistakeText(one, idType, words)]));
}
function mistakeText({ column, why, by }, idType, words) {
    const invalid = words.invalid;
    const blank = words.blank;
    const idNumbers = words.idNumbers;
    if (why === 'taken')
        return words.taken(by?.code ?? '', by?.name ?? '');
    if (why === 'not-listed')
        return words.notListed[column === 'status' ? 'status' : 'postal_code'];
    if (why === 'short')
        return words.short;
    if (why === 'blank')
        return blank[column] ?? words.needed;
    if (column === 'id_number')
        return idNumbers[idType.toUpperCase()] ?? words.invalid.id_number;
    return invalid[column] ?? words.tooLong;
}
