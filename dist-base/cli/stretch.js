// A stretch of time as it is typed: `--from`, `--to`, and how many lines it may come to.
import { Fault } from '../core/fault.js';
/** More lines than that are no picture any more, and no answer of a second. */
const LINES_MAX = 10_000;
/** A day means its first instant here: what is asked for is of days, not of controls. */
export function instantOf(zone, name, text) {
    const at = zone.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text);
    if (at !== null)
        return at;
    throw new Fault('input-invalid', `${name}: "${text}" is not acceptable; expected YYYY-MM-DD or YYYY-MM-DDTHH:MM`, {
        value: text,
    });
}
/** Until now, and from so long before it, unless said. */
export function stretchOf(zone, { from, to }, { now, defaultMs, stepMs }) {
    const end = to === undefined ? now + 1 : instantOf(zone, '--to', to);
    const begin = from === undefined ? end - defaultMs : instantOf(zone, '--from', from);
    if ((end - begin) / stepMs > LINES_MAX)
        throw new Fault('input-invalid', `that is more than ${LINES_MAX} lines: take a shorter stretch or a longer --step`);
    return { from: begin, to: end };
}
