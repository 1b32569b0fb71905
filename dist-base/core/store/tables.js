// The row type of every table (those of RADIUS in tables-radius.ts, of signal in tables-signal.ts, of runs in tables-runs.ts, of those who work with the
// program in tables-people.ts, of their lists and prints in tables-lists.ts, of what the office
// keeps in tables-office.ts, of the network's pages in tables-network.ts): read it to learn the schema. Days are text `YYYY-MM-DD` (…On), instants are integer milliseconds UTC (…At), money is integer cents, booleans are
// 0/1, JSON is text. Column names are the snake_case of these.
// Documents, deeds and the log are append-only; so are runs once ended. Ids are never reused: routers carry them.
export {};
//# sourceMappingURL=tables.js.map