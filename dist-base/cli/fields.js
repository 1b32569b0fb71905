// Options that are columns: `--fiscal-address` for `fiscal_address`. What they may hold is known to the acts.
const SECRET = new Set(['password', 'radius_secret', 'portal_password']);
const flagOf = (column) => column.replaceAll('_', '-');
/** Gives a command an option for each column. */
export function addFields(command, columns, without) {
    for (const [column, { expects }] of Object.entries(columns)) {
        if (!without.includes(column))
            command.option(`--${flagOf(column)} <value>`, expects);
    }
    return command;
}
/** What was typed, by column. */
export function typedFields(options, columns) {
    const typed = {};
    for (const column of Object.keys(columns)) {
        const value = options[column.replaceAll(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase())];
        if (typeof value === 'string')
            typed[column] = value;
    }
    return typed;
}
/** Kept as 0 and 1, typed and shown as yes and no. */
const FLAGS = new Set(['free', 'blockable', 'prenotice', 'contractSigned', 'inService', 'wasInService', 'tls']);
/** `name: a → b` for each field; secrets without their value. */
export function changesTexts(changes) {
    return Object.entries(changes).map(([name, { from, to }]) => SECRET.has(name) || from === '…' ? `${name}: changed` : `${name}: ${shown(name, from)} → ${shown(name, to)}`);
}
function shown(name, value) {
    if (value === null || value === '')
        return '(nothing)';
    if (FLAGS.has(name) && (value === 0 || value === 1))
        return value === 1 ? 'yes' : 'no';
    return typeof value === 'string' ? value : JSON.stringify(value);
}
