// In which language a browser's reader is addressed: the one of ours that he likes best by Accept-Language (RFC 9110
// §12.5.4), Spanish where he names none of them.
import { en } from './en.js';
import { esAr } from './es-AR.js';
/** What a header longer than this names is not looked at. */
const LANGUAGES_MOST = 20;
/** Browsers are few, and each of them says the same at every page. */
const chosen = new Map();
const HEADERS_MAX = 100;
export function textFor(header = '') {
    const known = chosen.get(header);
    if (known !== undefined)
        return known;
    if (chosen.size >= HEADERS_MAX)
        chosen.clear();
    const text = choose(header);
    chosen.set(header, text);
    return text;
}
function choose(header) {
    let best = esAr;
    let bestWeight = 0;
    for (const part of header.split(',', LANGUAGES_MOST)) {
        const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
        const text = /^en(-|$)/.test(tag) ? en : /^es(-|$)/.test(tag) ? esAr : null;
        const weight = weightOf(parameters);
        if (text === null || weight <= bestWeight)
            continue;
        best = text;
        bestWeight = weight;
    }
    return best;
}
/** 1 unless said otherwise; what is no weight is none. */
function weightOf(parameters) {
    const written = parameters.find((parameter) => parameter.startsWith('q='));
    if (written === undefined)
        return 1;
    const weight = Number(written.slice(2));
    return weight >= 0 && weight <= 1 ? weight : 0;
}
//# sourceMappingURL=language.js.map