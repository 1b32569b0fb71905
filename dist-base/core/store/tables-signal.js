// The row types of how customers are heard, as tables.ts has those of everything else.
export {};
