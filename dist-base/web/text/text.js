// The catalogue of everything that is read in a browser: one type, one file a language. A sentence with values in it is a
// function, so that no language has to follow the order of another. Values come in formatted (`format.ts`).
export {};
