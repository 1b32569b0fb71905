// Places in a chart over time. What is drawn lies in a square of 1000 by 1000 that the page stretches to its width, lines keep
// their thickness; labels stand beside at percents, so their size does not change with the width. Pure.
import { addDays, dayOfMonth } from '../../core/rules/day.js';
export const SIDE = 1000;
/** Of the width, in the units of the square. */
export const across = (at, { from, to }) => ((at - from) / (to - from)) * SIDE;
const short = (value) => String(Math.round(value * 10) / 10);
/**
 * The outline of what is filled between a level and the values: each holds from its instant on for `stepMs`, where there is none
 * it is nothing. `levelOf` says how high a value stands, in the units of the square.
 */
export function areaPath(points, stretch, { stepMs, levelOf }) {
    const ground = short(levelOf(0));
    let path = `M0 ${ground}`;
    let until = stretch.from;
    for (const { at, value } of points) {
        const start = Math.max(at, stretch.from);
        if (start > until)
            path += `V${ground}H${short(across(start, stretch))}`;
        until = Math.min(at + stepMs(at), stretch.to);
        path += `V${short(levelOf(value))}H${short(across(until, stretch))}`;
    }
    return points.length === 0 ? '' : `${path}V${ground}Z`;
}
/** A line from value to value, broken where nothing was heard for longer than `gapMs`. */
export function linePath(points, stretch, { gapMs, levelOf }) {
    let path = '';
    let last = Number.NEGATIVE_INFINITY;
    for (const { at, value } of points) {
        if (value === null)
            continue;
        path += `${at - last > gapMs ? 'M' : 'L'}${short(across(at, stretch))} ${short(levelOf(value))}`;
        // One reading alone is a dot: a line with round ends draws it.
        if (at - last > gapMs)
            path += 'h0.1';
        last = at;
    }
    return path;
}
/** Of 1, 2 and 5 times a power of ten the one that makes about `count` steps up to `most`. */
export function niceStep(most, count) {
    if (!(most > 0))
        return 1;
    const rough = most / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const lead = rough / power;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}
const HOUR_MS = 3_600_000;
/** Where the axis is labelled: every third hour of a day, every day of a week, every fifth of a month, every first of a month. */
export function timeTicks(span, stretch, zone) {
    const ticks = [];
    const add = (at, isMinor) => {
        const x = across(at, stretch) / 10;
        if (x >= 3 && x <= 96)
            ticks.push({ at, percent: `${x.toFixed(2)}%`, isMinor });
    };
    for (let on = zone.dayOf(stretch.from); zone.startOf(on) < stretch.to; on = addDays(on, 1)) {
        const start = zone.startOf(on);
        const number = dayOfMonth(on);
        if (span === 'day')
            for (let hour = 0; hour < 24; hour += 3)
                add(start + hour * HOUR_MS, hour % 6 !== 0);
        else if (span === 'week')
            add(start, ticks.length % 2 === 1);
        else if (span === 'month' && (number - 1) % 5 === 0 && number < 30)
            add(start, (number - 1) % 10 !== 0);
        else if (span === 'year' && number === 1)
            add(start, Number(on.slice(5, 7)) % 3 !== 1);
    }
    return ticks;
}
