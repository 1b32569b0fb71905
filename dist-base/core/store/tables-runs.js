// The tables of runs: those that were made, the numbers that people confirmed for them, and what sweeps found beside them.
export {};
