// The row types of what the network's pages keep, as tables.ts has those of everything else.
export {};
