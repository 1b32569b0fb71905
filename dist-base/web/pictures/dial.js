// A dial: half a circle with three bands, a needle where the value is and a thin mark where it was before. Only places and paths;
// colours are the style sheet's, words the page's. The bands differ in width too, so that a print in grey tells them apart.
const CENTRE = { x: 120, y: 112 };
const RADIUS = 84;
export function dialOf({ least, most, bands, value, before }) {
    const share = (of) => Math.min(Math.max((of - least) / (most - least), 0), 1);
    const [fair, good] = [share(bands.fair), share(bands.good)];
    const mark = (of, inner, outer) => of === null ? null : { from: pointAt(share(of), RADIUS + inner), to: pointAt(share(of), RADIUS + outer) };
    return {
        bands: [band('poor', 0, fair), band('fair', fair, good), band('good', good, 1)],
        needle: mark(value, -24, 11),
        ghost: mark(before, -20, 13),
    };
}
/** 0 is at the left, 1 at the right. */
function pointAt(share, radius) {
    const angle = Math.PI * (1 - share);
    return { x: (CENTRE.x + radius * Math.cos(angle)).toFixed(1), y: (CENTRE.y - radius * Math.sin(angle)).toFixed(1) };
}
function band(grade, from, to) {
    const gap = 0.004;
    const [start, end] = [pointAt(from + gap, RADIUS), pointAt(to - gap, RADIUS)];
    const middle = (from + to) / 2;
    return {
        grade,
        path: `M${start.x} ${start.y}A${RADIUS} ${RADIUS} 0 0 1 ${end.x} ${end.y}`,
        at: pointAt(middle, RADIUS + 15),
        anchor: middle < 0.4 ? 'end' : middle > 0.6 ? 'start' : 'middle',
    };
}
