// One line of the benchmark's table: a question, both arms, the ratio, and what it must reach.
export const times = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ×`;
export const seconds = (ms) => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`);
export const median = (values) => values.toSorted((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;
