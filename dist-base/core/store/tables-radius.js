// The row types of what RADIUS accounting tells, as tables.ts has those of everything else.
export {};
