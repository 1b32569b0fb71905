// Contrast of the page's colours (WCAG 2.2 §1.4.3: 4.5:1 for text), in light and in dark.
import { describe, expect, it } from 'vitest';
import { STYLE } from './template.js';
const PAIRS = [
    ['ink', 'ground'],
    ['ink', 'card'],
    ['soft', 'ground'],
    ['soft', 'card'],
    ['served', 'card'],
    ['cut', 'card'],
    ['promise', 'card'],
    ['warm-ink', 'warm'],
    ['deed-ink', 'deed'],
    ['deed', 'card'],
    ['deed', 'ground'],
];
const [light, dark] = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, text = '']) => {
    const colours = [...text.matchAll(/--([\w-]+):#([\da-f]+)/g)];
    return new Map(colours.map(([, name = '', hex = '']) => [name, hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex]));
});
function luminance(hex) {
    const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) => {
        const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
describe.each([
    ['light', light],
    ['dark', dark],
])('%s', (_, colours) => {
    it.each(PAIRS)('%s on %s', (ink, ground) => {
        const [one, other] = [luminance(colours?.get(ink) ?? ''), luminance(colours?.get(ground) ?? '')];
        expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThanOrEqual(4.5);
    });
});
