import { expect, it } from 'vitest';
import { textFor } from './language.js';
it.each([
    [undefined, 'es-AR'],
    ['', 'es-AR'],
    ['en', 'en'],
    ['en-US,en;q=0.9', 'en'],
    ['es-419,es;q=0.9,en;q=0.8', 'es-AR'],
    ['pt-BR,pt;q=0.9,en;q=0.8,es;q=0.7', 'en'],
    ['pt-BR,es;q=0.8,en;q=0.7', 'es-AR'],
    ['en;q=0.5, ES;q=0.5', 'en'], // alike: the first
    ['en;q=0, *', 'es-AR'],
    ['de, *;q=0.5', 'es-AR'],
    ['EN-gb ; q=1.0', 'en'],
    ['en;q=nonsense', 'es-AR'],
    ['english', 'es-AR'],
    [`${'x,'.repeat(50)}en`, 'es-AR'],
])('Accept-Language "%s" is answered in %s', (header, lang) => expect(textFor(header).lang).toBe(lang));
