// The catalogue of those who work at the ISP, by language. Spanish is the one that is written first: its shape is the type.
import * as en from './en/index.js';
import * as esAr from './es-AR/index.js';
const catalogues = { 'es-AR': esAr, en };
export const operatorText = (lang) => catalogues[lang] ?? esAr;
